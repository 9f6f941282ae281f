package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An alarm wakes the releases that it gates, and no others. */
@Timeout(300)
class WakeTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /**
   * Three releases that bake, each with its own gate; alarms wake them only when the test says so.
   */
  private static ParallelReleases three() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.after.disableRules();
    Map<String, Object> composite =
        Map.of("AlarmName", "shop-trouble", "AlarmRule", "ALARM(\"orders-errors\")");
    releases.world.cloudWatch().call("PutCompositeAlarm", composite);
    releases.start("one", request("orders", "\"orders-errors\""));
    releases.start("two", request("billing", ""));
    releases.start("three", request("mail", "\"shop-trouble\""));
    return releases.advance(Duration.ofSeconds(10));
  }

  private static String request(String function, String alarms) {
    return """
    {"function": "%s", "plan": {"steps": [{"weight": 10, "bake": "PT1H"}], "poll": "PT5M"},
     "gate": {"metrics": false, "alarms": [%s]}}\
    """
        .formatted(function, alarms);
  }

  /** The answer of Wake to the alarm's event. */
  private static Map<String, Object> wake(ParallelReleases releases, String alarm) {
    Map<String, Object> event =
        Map.of("detail", Map.of("alarmName", alarm, "state", Map.of("value", "ALARM")));
    return Json.parseObject(
        releases
            .world
            .lambda()
            .invoke(StackName.functionName("WakeFunction"), Json.toBytes(event))
            .payload());
  }

  @ParameterizedTest
  @CsvSource({"orders-errors, one", "shop-trouble, three", "orders-5xx, ''"})
  void anAlarmWakesWhomItGates(String alarm, String woken) {
    ParallelReleases releases = three();

    assertThat(wake(releases, alarm))
        .containsEntry("running", 3)
        .containsEntry("failed", Map.of())
        .containsEntry(
            "woken",
            Stream.of(woken).filter(one -> !one.isEmpty()).map(ParallelReleases::arn).toList());
    releases.advance(Duration.ofSeconds(2));
    for (String name : List.of("one", "two", "three")) {
      // Nothing was wrong, and it bakes on.
      assertThat(releases.state(name)).isEqualTo(name.equals(woken) ? "KeepBaking" : "Bake");
    }
  }

  @Test
  void theRuleOfTheTemplateWakesBothAlarmsReleases() {
    ParallelReleases releases = three();
    releases.after.enableRule("Wake");
    Map<String, Object> state = Map.of("AlarmName", "orders-errors", "StateReason", "by hand");
    for (String value : List.of("OK", "ALARM")) {
      Map<String, Object> set = new java.util.HashMap<>(state);
      set.put("StateValue", value);
      releases.world.cloudWatch().call("SetAlarmState", set);
      releases.advance(Duration.ofSeconds(30));
    }

    assertThat(releases.resultOf("one"))
        .startsWith("RolledBack: alarm orders-errors has been in ALARM");
    assertThat(releases.resultOf("three"))
        .startsWith("RolledBack: alarm shop-trouble has been in ALARM");
    assertThat(releases.state("two")).isEqualTo("Bake");
  }

  @Test
  void oneThatCannotBeAskedDoesNotKeepTheOthersAsleep() {
    ParallelReleases releases = three();
    releases
        .world
        .aws()
        .faults()
        .next("GetExecutionHistory", StoppableRelease.DENIED, StoppableRelease.DENIED);

    assertThat(wake(releases, "orders-errors"))
        .containsEntry("woken", List.of(ParallelReleases.arn("one")))
        .extractingByKey("failed")
        .asString()
        .contains(ParallelReleases.arn("two"), ParallelReleases.arn("three"), "not authorized");
  }

  @Test
  void aTokenThatIsUsedUpMeanwhileIsNoFailure() {
    ParallelReleases releases = three();
    releases
        .world
        .aws()
        .faults()
        .next(
            "SendTaskSuccess",
            Fault.before(
                () -> releases.answerTask("one", "{\"command\": \"LOOK\", \"by\": \"ann\"}")));

    assertThat(wake(releases, "orders-errors"))
        .containsEntry("woken", List.of())
        .containsEntry("failed", Map.of());
  }

  @Test
  void aReleaseThatIsLookingIsLeftToItsLook() {
    ParallelReleases releases = three();
    List<Map<String, Object>> answers = new ArrayList<>();
    releases
        .world
        .aws()
        .faults()
        .next("DescribeAlarms", Fault.before(() -> answers.add(wake(releases, "orders-errors"))));
    releases.answerTask("one", "{\"command\": \"LOOK\", \"by\": \"ann\"}");
    releases.advance(Duration.ofSeconds(2));

    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).containsEntry("woken", List.of()).containsEntry("failed", Map.of());
    assertThat(releases.state("one")).isEqualTo("KeepBaking");
  }

  @Test
  void eachHistoryIsReadOnceWhateverAlarmsFire() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.after.disableRules();
    releases.world.lambda().setVersionState("orders", "8", FunctionState.PENDING);
    for (int i = 0; i < 499; i++) {
      releases.start("r%03d".formatted(i), request("orders", "\"orders-errors\""));
    }
    releases.start("last", request("billing", "\"orders-errors\"")).advance(Duration.ofSeconds(5));
    releases.calls.clear();

    assertThat(wake(releases, "orders-errors"))
        .containsEntry("running", 500)
        .containsEntry("woken", List.of(ParallelReleases.arn("last")));
    wake(releases, "orders-5xx");
    wake(releases, "orders-slow");
    assertThat(releases.calls)
        .containsEntry("ListExecutions", 3)
        .containsEntry("GetExecutionHistory", 500)
        .containsEntry("SendTaskSuccess", 1);
  }

  /**
   * The bound of a storm: for N releases that wait and M alarms at once, N histories, one more for
   * each release that looked meanwhile, and a list for each ten alarms.
   */
  @Test
  void manyAlarmsAtOnceCostOneCallForEachRelease() {
    int many = 60;
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.after.disableRules(); // RestoreStopped reads each history as well, once it has ended
    releases.after.enableRule("Wake");
    for (int i = 0; i < many; i++) {
      AlarmStorm.addFunction(releases.world, i);
      releases.start("r" + i, AlarmStorm.request(i));
    }
    releases.advance(Duration.ofSeconds(90));
    releases.calls.clear();
    for (int i = 0; i < many; i++) {
      AlarmStorm.fire(releases.world, i);
    }
    releases.advance(Duration.ofSeconds(2));

    releases.calls.keySet().removeIf(call -> call.contains("/"));
    assertThat(releases.calls)
        .containsEntry("GetExecutionHistory", many)
        .containsEntry("SendTaskSuccess", many)
        .extractingByKey("ListExecutions")
        .satisfies(lists -> assertThat(lists).isBetween(many / 10, many / 10 + 1));
    assertThat(releases.calls).doesNotContainKey("DescribeAlarms");
    for (int i = 0; i < many; i++) {
      assertThat(releases.resultOf("r" + i))
          .startsWith("RolledBack: alarm trouble-%d has been in ALARM".formatted(i));
    }
  }

  @Test
  void aTokenOfAnEarlierWaitIsReplacedByTheNewOne() {
    ParallelReleases releases = three();
    wake(releases, "orders-5xx"); // reads all histories
    releases.answerTask("one", "{\"command\": \"LOOK\", \"by\": \"ann\"}");
    releases.advance(Duration.ofSeconds(2));
    releases.calls.clear();

    assertThat(wake(releases, "orders-errors"))
        .containsEntry("woken", List.of(ParallelReleases.arn("one")));
    assertThat(releases.calls)
        .containsEntry("GetExecutionHistory", 1)
        .containsEntry("SendTaskSuccess", 2);
  }

  @Test
  void whatThrottlingLeavesUnreadComesAgain() {
    ParallelReleases releases = three();
    releases.world.aws().faults().always("GetExecutionHistory", Fault.throttled());
    releases.after.enableRule("Wake");
    Map<String, Object> state = Map.of("AlarmName", "orders-errors", "StateReason", "by hand");
    Map<String, Object> set = new java.util.HashMap<>(state);
    set.put("StateValue", "ALARM");
    releases.world.cloudWatch().call("SetAlarmState", set);
    releases.advance(Duration.ofSeconds(29));
    assertThat(releases.resultOf("one")).isEqualTo("RUNNING");
    releases.world.aws().faults().clear("GetExecutionHistory");
    releases.advance(Duration.ofSeconds(2));

    assertThat(releases.resultOf("one"))
        .startsWith("RolledBack: alarm orders-errors has been in ALARM");
  }

  /** Its newest events are those of the attempts, without a document and a token. */
  @Test
  void aReleaseWhoseLookIsTriedAgainKeepsItsAlarms() {
    ParallelReleases releases = three();
    assertThat(wake(releases, "orders-5xx")).containsEntry("woken", List.of());
    releases.world.aws().faults().always("InvokeFunction", Fault.throttled());
    releases.advance(Duration.ofMinutes(8));
    assertThat(wake(releases, "orders-errors")).containsEntry("woken", List.of());
    releases.world.aws().faults().clear();
    releases.advance(Duration.ofMinutes(2));

    assertThat(wake(releases, "orders-errors"))
        .containsEntry("woken", List.of(ParallelReleases.arn("one")));
  }

  /** An event by hand, or of a rule that hears more, is no alarm that fires. */
  @Test
  void anAlarmThatClearsWakesNobody() {
    ParallelReleases releases = three();
    Map<String, Object> event =
        Map.of("detail", Map.of("alarmName", "orders-errors", "state", Map.of("value", "OK")));
    Map<String, Object> answer =
        Json.parseObject(
            releases
                .world
                .lambda()
                .invoke(StackName.functionName("WakeFunction"), Json.toBytes(event))
                .payload());
    assertThat(answer).containsEntry("errorType", "java.lang.IllegalArgumentException");
  }
}
