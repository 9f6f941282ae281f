package dev.coalmine.cli.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever invokes a version meets what its callers meet. */
class TrafficFunctionTest {
  private static final byte[] EVENT = "{}".getBytes(StandardCharsets.UTF_8);
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(START);
  private final SimulatedAccount world =
      new SimulatedAccount(
          LOCAL.runtime(), clock, TaskExecutor.withoutTimeouts(), false, 1, (run, event) -> {});

  /** A function whose version 1 serves its alias. */
  private void create(String function) {
    world.lambda().createFunction(function, "x", new byte[] {1}, Map.of());
    world.lambda().publish(function, new byte[] {1});
    world.lambda().putAlias(function, "live", "1", Map.of());
    world.lambda().publish(function, new byte[] {2});
  }

  private void call(String function, String traffic) {
    world.addTraffic(TrafficProfile.parse("test", traffic), function, "live", 1);
  }

  private Stream<FunctionRunner.FunctionResult> invoke(String function, String version) {
    return Stream.generate(() -> world.lambda().run(function, version, EVENT).result()).limit(200);
  }

  @Test
  void versionsBehaveAsTheTrafficFileSays() {
    create("orders");
    call(
        "orders",
        """
        {"requestsPerMinute": 1, "baseline": {"latency": {"median": 50, "sigma": 0.1}, "coldStarts": {"share": 0}},
         "canary": {"errorRate": 1, "latency": {"median": 400, "sigma": 0.1}}}
        """);

    assertThat(invoke("orders", "1"))
        .allMatch(result -> !result.failed())
        .allMatch(result -> result.duration().compareTo(Duration.ofMillis(100)) < 0);
    assertThat(invoke("orders", "2"))
        .allMatch(FunctionRunner.FunctionResult::failed)
        .allMatch(result -> result.duration().compareTo(Duration.ofMillis(200)) > 0);
  }

  @Test
  void aFunctionWithCodeOfItsOwnRunsIt() {
    create("mail");
    FunctionRunner.FunctionResult own =
        new FunctionRunner.FunctionResult(EVENT, true, Duration.ofMillis(7));
    world.lambda().setRunner("mail", call -> own);
    call("mail", "{\"requestsPerMinute\": 1}");

    assertThat(invoke("mail", "1")).allMatch(own::equals);
  }

  @Test
  void aVersionThatItsEnvironmentConfiguresBehavesAsThatSays() {
    world.lambda().createFunction("bills", "x", new byte[] {1}, Map.of("COALMINE_ERROR_RATE", "0"));
    world.lambda().publish("bills", new byte[] {1});
    world.lambda().putAlias("bills", "live", "1", Map.of());
    call("bills", "{\"requestsPerMinute\": 1, \"baseline\": {\"errorRate\": 1}}");

    assertThat(invoke("bills", "1")).noneMatch(FunctionRunner.FunctionResult::failed);
  }
}
