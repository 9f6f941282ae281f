package dev.coalmine.cli.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Old versions of Coalmine's functions go, by the template's schedule, once nothing needs them. */
class PruneTest {
  @RegisterExtension
  private static final LocalRuntimeExtension handlers = LocalRuntimeExtension.inProcess();

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LAST_DAY_OF_APPROVAL = START.plus(Duration.ofDays(31));

  /** Waits for its approval, at 50 %, for a month. */
  private static final String LONG_RELEASE =
      """
      {"function": "orders", "version": "8", "gate": {"metrics": false}, "watch": "PT0S",
       "plan": {"steps": [{"weight": 50, "bake": "PT1M"}], "poll": "PT1M"},
       "approve": [100], "approvalTimeout": "P30D"}
      """;

  /** A Task calls it by its version. */
  private static final String PREPARE = "coalmine-PrepareFunction";

  /** A rule calls it by its alias. */
  private static final String SWEEP = "coalmine-SweepFunction";

  private final VirtualClock clock = new VirtualClock(START);
  private final AtomicReference<String> ending = new AtomicReference<>("");
  private final List<String> answers = new ArrayList<>();
  private SimulatedAccount world;

  @BeforeEach
  void deploy() {
    world =
        new SimulatedAccount(
            handlers.runtime(),
            clock,
            TaskExecutor.withoutTimeouts(),
            false,
            1,
            (execution, event) -> ending.set(event.type() + " " + execution.status()));
    SampleAccount.createIn(world);
    world.enableTriggers();
    world.events().call("DisableRule", Map.of("Name", SWEEP + "Tick")); // thousands of runs
    world.onFunctionAnswer(
        (function, result) -> {
          if (function.equals("PruneFunction")) {
            answers.add(new String(result.payload(), StandardCharsets.UTF_8));
          }
        });
  }

  @Test
  void versionsGoOnceTheyWereReplacedForFifteenDays() {
    passDays(2);
    world.upgrade();
    passDays(10);
    assertThat(world.lambda().versions(SWEEP)).containsExactly("1", "2");

    passDays(8);
    assertThat(world.lambda().versions(SWEEP)).containsExactly("2");
    assertThat(world.lambda().versions(PREPARE)).containsExactly("2");
    assertThat(world.lambda().functions()).contains(SWEEP, PREPARE, "coalmine-PruneFunction");
    assertThat(world.lambda().versions("orders")).contains("1", "7", "8");
  }

  @Test
  void aRunningReleaseKeepsItsVersionsUntilItEnds() {
    start(LONG_RELEASE);
    passDays(1);
    world.upgrade();
    passDays(20);
    assertThat(world.lambda().versions(PREPARE)).containsExactly("1", "2");
    assertThat(world.lambda().versions(SWEEP)).containsExactly("2");

    clock.runTo(LAST_DAY_OF_APPROVAL);
    assertThat(ending.get()).isEqualTo("EXECUTION_FAILED FAILED"); // rolled back, by version 1
    passDays(13); // it could be redriven for 14 days
    assertThat(world.lambda().versions(PREPARE)).containsExactly("1", "2");
    passDays(3);
    assertThat(world.lambda().versions(PREPARE)).containsExactly("2");
  }

  /** As CloudFormation leaves it after an update that failed. */
  @Test
  void versionsOfAStackThatWasRolledBackAreTheOnesThatStay() {
    world.lambda().publish(SWEEP, bytes("new"));
    world.lambda().publish(PREPARE, bytes("new"));
    passDays(40);

    assertThat(world.lambda().versions(SWEEP)).containsExactly("1", "2");
    assertThat(world.lambda().versions(PREPARE)).containsExactly("1", "2");
  }

  @Test
  void nothingGoesWhileAnUpdateMayBeRolledBack() {
    world.upgrade();
    passDays(15);
    clock.runTo(clock.instant().plus(Duration.ofHours(12)));
    world.upgrade(); // a rollback would need the versions of the first upgrade
    passDays(1);
    assertThat(world.lambda().versions(SWEEP)).containsExactly("1", "2", "3");
    assertThat(answers.get(answers.size() - 1)).contains("published within the last day");

    passDays(2);
    assertThat(world.lambda().versions(SWEEP)).containsExactly("2", "3");
  }

  private void start(String request) {
    world
        .aws()
        .handle(
            WireRequest.awsJson(
                "AWSStepFunctions.StartExecution",
                Map.of(
                    "stateMachineArn",
                    world.stateMachineArn(),
                    "input",
                    Json.toText(Json.parse(request)))));
  }

  private void passDays(int days) {
    clock.runTo(clock.instant().plus(Duration.ofDays(days)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
