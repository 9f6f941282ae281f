package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stack's parameters that say how releases are measured reach the handlers that measure. */
class MetricSettingsTest {
  @RegisterExtension
  private static final LocalRuntimeExtension handlers = LocalRuntimeExtension.inProcess();

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private static final String ALIAS = "{\"function\": \"orders\", \"version\": \"8\"}";

  private static final String STAGE =
      """
      {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod", "deployment": "x9y8z7"}]}
      """;

  private final List<String> questions = new ArrayList<>();

  @Test
  void slowRequestsAreCountedByTheStatisticOfTheStack() {
    play(Map.of(), ALIAS);
    assertThat(questions).anyMatch(asks("TC(")).noneMatch(asks("PR("));

    questions.clear();
    play(Map.of("Exceedance", "PERCENTILE_RANK"), ALIAS);
    assertThat(questions).anyMatch(asks("PR(")).noneMatch(asks("TC("));
  }

  @Test
  void aStagesCanaryIsCountedByItsLogIfTheStackHasFiltersOnIt() {
    play(Map.of(), STAGE);
    assertThat(questions).noneMatch(asks("Coalmine/Stages"));

    play(Map.of("CanaryLogStage", "a1b2c3d4e5/prod"), STAGE);
    assertThat(questions).anyMatch(asks("Coalmine/Stages"));
  }

  private static Predicate<String> asks(String what) {
    return question -> question.contains(what);
  }

  /** Plays the first ten minutes of a release, after an hour of traffic. */
  private void play(Map<String, String> parameters, String request) {
    VirtualClock clock = new VirtualClock(START.minus(Duration.ofHours(1)));
    SimulatedAccount world = handlers.account(clock, parameters);
    SampleAccount.createIn(world);
    world.addTraffic(
        TrafficProfile.load("healthy"), SampleAccount.FUNCTION, SampleAccount.ALIAS, 1);
    clock.runTo(START);
    world.aws().addCallListener(this::note);
    world
        .aws()
        .handle(
            WireRequest.awsJson(
                "AWSStepFunctions.StartExecution",
                Map.of("stateMachineArn", world.stateMachineArn(), "input", request)));
    clock.runTo(START.plus(Duration.ofMinutes(10)));
  }

  /** The body is CBOR, in which texts stand as they are. */
  private void note(WireRequest request, WireResponse answer) {
    if (request.path().endsWith("/operation/GetMetricData")) {
      questions.add(new String(request.body(), StandardCharsets.UTF_8));
    }
  }
}
