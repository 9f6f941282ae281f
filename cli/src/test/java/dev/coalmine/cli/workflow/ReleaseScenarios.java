package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.accessDenied;
import static dev.coalmine.cli.testing.Interventions.putAlarm;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.setAlarmState;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.WidgetDriver;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every story that a release can tell, each with what goes wrong in it. */
public final class ReleaseScenarios {
  private static final String TWO_STEPS =
      """
      {"function": "orders", "watch": "PT5M",
       "gate": {"alarms": ["orders-errors"], "metrics": false},
       "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}}
      """;
  private static final String ALL_AT_ONCE =
      """
      {"function": "orders", "plan": "AllAtOnce", "gate": {"metrics": false}, "watch": "PT5M"}
      """;

  private static final String STACK_OF_STAGE =
      "\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\","
          + " \"variables\": {\"lambdaAlias\": \"next\"}}],";

  /** How other people, or faults, leave orders:live. */
  private static final Map<String, String> LEFT =
      Map.of(
          "alias-that-is-deleted-during-a-bake", "7 + {\"8\":0.1}, \"a mark of Coalmine's\"",
          "moved-by-someone-else-during-a-bake", "7 + {\"5\":0.3}, \"a mark of Coalmine's\"",
          "moved-by-someone-else-just-before-the-first-write", "6",
          "moved-by-someone-else-just-before-the-second-write", "6, \"a mark of Coalmine's\"",
          "nothing-runs-any-more-is-stuck", "7 + {\"8\":0.1}, \"a mark of Coalmine's\"",
          "rollback-that-fails-for-good-is-stuck", "7 + {\"8\":0.1}, \"a mark of Coalmine's\"",
          "stack-that-goes-back-moves-at-once", "6",
          "superseded-during-the-watch", "6",
          "taken-back-by-hand-during-the-watch", "7");

  private final List<ReleaseScenario> all = new ArrayList<>();

  static List<ReleaseScenario> all() {
    ReleaseScenarios scenarios = new ReleaseScenarios();
    scenarios.requests();
    scenarios.doors();
    scenarios.metrics();
    scenarios.alarms();
    scenarios.versions();
    scenarios.provisionedConcurrency();
    scenarios.otherPeople();
    scenarios.faults();
    scenarios.stops();
    scenarios.onlookers();
    scenarios.all.addAll(StageScenarios.all());
    scenarios.all.addAll(StageMoveScenarios.all());
    scenarios.all.addAll(StageFaultScenarios.all());
    scenarios.all.addAll(MultiTargetScenarios.all());
    scenarios.all.addAll(SteeringScenarios.all());
    return scenarios.all;
  }

  public static ReleaseScenario named(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private void requests() {
    add("healthy-is-promoted", "release.json", "healthy", Interventions::nothing);
    add("failing-is-rolled-back", "release.json", "failing", Interventions::nothing);
    add("silence-is-rolled-back", "release.json", "silent", Interventions::nothing);
    add(
        "silence-is-promoted-if-so-asked",
        "promote-when-inconclusive.json",
        "silent",
        Interventions::nothing);
    add("own-steps", "steps.json", "healthy", Interventions::nothing);
    add("preset-of-codedeploy", "preset.json", "healthy", Interventions::nothing);
    add("all-at-once", "all-at-once.json", "healthy", Interventions::nothing);
    add("all-at-once-failing", "all-at-once.json", "failing", Interventions::nothing);
    add("long-form", "long-form.json", "healthy", Interventions::nothing);
    add("on-time-alone", "on-time-alone.json", "failing", Interventions::nothing);
    add("refused-with-all-faults", "refused.json", "healthy", Interventions::nothing);
    add("ninety-nine-steps", ninetyNineSteps(), "silent", Interventions::nothing);
    add(
        "thirty-days-of-baking",
        """
        {"function": "orders", "plan": {"steps": [{"weight": 5, "bake": "P30D"}]},
         "gate": {"metrics": false}, "watch": "PT0S"}
        """,
        "silent",
        Interventions::nothing);
    add("not-an-object", "[1]", "healthy", Interventions::nothing);
    add("not-json", "{'function': 'orders'}", "healthy", Interventions::nothing);
  }

  private void doors() {
    add("new-version-is-released", "new-version.json", "healthy", Interventions::nothing);
    add(
        "new-version-that-is-told-twice-is-released-once",
        "new-version.json",
        "failing",
        stage -> stage.world().events().duplicateNext(1));
    add(
        "version-that-the-alias-has-starts-nothing",
        newVersion("7"),
        "healthy",
        Interventions::nothing);
    add(
        "mistakes-in-tags-are-refused",
        newVersion("8"),
        "healthy",
        stage -> stage.world().lambda().tagFunction("orders", Map.of("coalmine:wach", "PT1M")));
    add(
        "event-that-no-rule-wants-starts-nothing",
        newVersion("8").replace("UpdateFunctionCode2", "UpdateAlias2"),
        "healthy",
        Interventions::nothing);
    add("pipeline-job-is-promoted", "pipeline-job.json", "healthy", Interventions::nothing);
    add("pipeline-job-is-rolled-back", "pipeline-job.json", "failing", Interventions::nothing);
    add(
        "pipeline-job-with-a-mistake-is-refused",
        event("pipeline-job.json").replace("version", "vresion"),
        "healthy",
        Interventions::nothing);
    stacks();
  }

  private void stacks() {
    add("stack-update-is-promoted", "stack-update.json", "healthy", Interventions::nothing);
    add("stack-update-is-rolled-back", "stack-update.json", "failing", Interventions::nothing);
    add(
        "stack-update-of-what-is-there-starts-nothing",
        event("stack-update.json").replace("orders:8", "orders:7"),
        "healthy",
        Interventions::nothing);
    add(
        "stack-that-goes-back-moves-at-once",
        event("stack-update.json").replace("orders:8", "orders:6"),
        "failing",
        Interventions::nothing);
    add(
        "stack-update-that-may-not-end-in-time-is-refused",
        event("stack-update.json").replace("PT35M", "PT45M"),
        "healthy",
        Interventions::nothing);
    add(
        "stack-that-cannot-be-told-is-tried-for-long",
        "stack-update.json",
        "failing",
        stage -> stage.world().aws().faults().always("PutObject", Fault.serviceError()));
    String ofStage = event("stack-update.json").replaceAll("\"version\": .*\\s+.*", STACK_OF_STAGE);
    for (String[] each :
        new String[][] {
          {"stack-that-is-deleted-ends-its-release", event("stack-update.json")},
          {"stack-that-is-deleted-ends-its-release-of-a-stage", ofStage}
        }) {
      String deleted = each[1].replace("\"Update\"", "\"Delete\"").replace("33333333", "44444444");
      add(
          each[0],
          each[1],
          "healthy",
          stage -> {
            Interventions.withoutRestoreStopped(stage);
            schedule(
                stage,
                125,
                () ->
                    stage
                        .world()
                        .stacks()
                        .sendRequest(Json.parseObject(deleted.getBytes(UTF_8)))
                        .isDone());
          });
    }
  }

  private static String newVersion(String version) {
    return event("new-version.json")
        .replace(":orders:8", ":orders:" + version)
        .replace("\"version\": \"8\"", "\"version\": \"" + version + "\"");
  }

  private static String event(String file) {
    return ProjectFolder.read(ProjectFolder.ROOT.resolve("events").resolve(file));
  }

  private void metrics() {
    add("errors-are-rolled-back", "release.json", "errors", Interventions::nothing);
    add("slowness-is-rolled-back", "release.json", "slow", Interventions::nothing);
    add("a-leak-is-rolled-back", "release.json", "leak", Interventions::nothing);
    add(
        "a-fault-that-comes-late-is-rolled-back",
        "release.json",
        "delayed",
        Interventions::nothing);
    add(
        "a-shared-incident-is-nobodys-fault",
        "release.json",
        "shared-incident",
        Interventions::nothing);
    add("few-callers-are-enough", "release.json", "quiet", Interventions::nothing);
    add("thorough-takes-its-time", "thorough.json", "healthy", Interventions::nothing);
    add("own-steps-are-judged-by-metrics-too", "steps.json", "errors", Interventions::nothing);
    add(
        "an-incident-after-promotion-is-compared-again",
        "{\"function\": \"orders\"}",
        "src/test/resources/dev/coalmine/cli/workflow/incident-after-promotion.json",
        Interventions::nothing);
    add(
        "partial-data-is-not-counted",
        "release.json",
        "healthy",
        stage -> {
          schedule(
              stage, 295, () -> stage.world().cloudWatch().withholdNextMetricData("PartialData"));
          schedule(
              stage, 355, () -> stage.world().cloudWatch().withholdNextMetricData("InternalError"));
        });
    add(
        "a-look-that-is-tried-again-counts-no-minute-twice",
        "release.json",
        "healthy",
        stage ->
            schedule(
                stage,
                355,
                () -> stage.world().aws().faults().next("InvokeFunction", Fault.lostResponse())));
    add(
        "latency-alone-does-not-mind-errors",
        """
        {"function": "orders", "gate": {"metrics": {"errors": false}}, "watch": "PT5M"}
        """,
        "errors",
        Interventions::nothing);
    add(
        "no-plan-without-metrics",
        "{\"function\": \"orders\", \"gate\": {\"metrics\": false}}",
        "healthy",
        Interventions::nothing);
  }

  private void alarms() {
    add(
        "alarm-that-rose-and-cleared-between-two-looks",
        TWO_STEPS,
        "healthy",
        stage -> {
          Interventions.pollOnly(stage);
          schedule(stage, 200, () -> setAlarmState(stage, "orders-errors", "ALARM"));
          schedule(stage, 210, () -> setAlarmState(stage, "orders-errors", "OK"));
        });
    add(
        "alarm-that-fired-before-does-not-block",
        TWO_STEPS,
        "healthy",
        stage -> {
          putAlarm(stage, "old-trouble");
          setAlarmState(stage, "old-trouble", "ALARM");
        },
        "old-trouble");
    add(
        "alarm-that-fired-before-counts-once-it-has-cleared",
        TWO_STEPS,
        "healthy",
        stage -> {
          putAlarm(stage, "old-trouble");
          setAlarmState(stage, "old-trouble", "ALARM");
          schedule(stage, 130, () -> setAlarmState(stage, "old-trouble", "OK"));
          schedule(stage, 310, () -> setAlarmState(stage, "old-trouble", "ALARM"));
        },
        "old-trouble");
    add(
        "composite-alarm",
        TWO_STEPS,
        "failing",
        stage ->
            stage
                .world()
                .cloudWatch()
                .call(
                    "PutCompositeAlarm",
                    Map.of("AlarmName", "orders-any", "AlarmRule", "ALARM(\"orders-errors\")")),
        "orders-any");
    add(
        "alarm-deleted-under-way-is-not-health",
        TWO_STEPS,
        "healthy",
        stage ->
            schedule(
                stage,
                400,
                () ->
                    stage
                        .world()
                        .cloudWatch()
                        .call("DeleteAlarms", Map.of("AlarmNames", List.of("orders-errors")))));
  }

  private void versions() {
    add(
        "pending-version-is-waited-for",
        ALL_AT_ONCE,
        "healthy",
        stage ->
            stage
                .world()
                .lambda()
                .setVersionState(
                    "orders", "8", FunctionState.PENDING, Rehearsal.START.plusSeconds(95)));
    add(
        "pending-version-is-not-waited-for-for-ever",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().setVersionState("orders", "8", FunctionState.PENDING));
    add(
        "failed-version-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().setVersionState("orders", "8", FunctionState.FAILED));
    add(
        "sleeping-version-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().setVersionState("orders", "8", FunctionState.INACTIVE));
    add(
        "nothing-new-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().putAlias("orders", "live", "8", Map.of()));
    add(
        "split-alias-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().putAlias("orders", "live", "7", Map.of("6", 0.3)));
    add(
        "unknown-alias-is-refused",
        "{\"function\": \"orders\", \"alias\": \"prod\", \"version\": \"77\"}",
        "healthy",
        Interventions::nothing);
    add(
        "unknown-function-is-refused",
        "{\"function\": \"order\"}",
        "healthy",
        Interventions::nothing);
  }

  private void provisionedConcurrency() {
    add(
        "provisioned-concurrency-is-waited-out",
        ALL_AT_ONCE,
        "healthy",
        stage -> provision(stage, Duration.ofMinutes(4)));
    add(
        "provisioned-concurrency-is-waited-out-on-the-way-back",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"gate\": {\"alarms\":"
            + " [\"orders-errors\"], \"metrics\": false}}",
        "failing",
        stage -> provision(stage, Duration.ofMinutes(2)));
    add(
        "provisioned-concurrency-after-a-paced-release",
        "{\"function\": \"orders\", \"watch\": \"PT5M\"}",
        "healthy",
        stage -> provision(stage, Duration.ofMinutes(4)));
    add(
        "provisioned-concurrency-that-never-comes",
        ALL_AT_ONCE,
        "healthy",
        stage -> provision(stage, Duration.ofDays(1)));
  }

  private void otherPeople() {
    add(
        "moved-by-someone-else-during-a-bake",
        TWO_STEPS,
        "healthy",
        stage ->
            schedule(
                stage,
                100,
                () -> stage.world().lambda().putAlias("orders", "live", "7", Map.of("5", 0.3))));
    add(
        "alias-that-is-deleted-during-a-bake",
        TWO_STEPS,
        "healthy",
        stage ->
            schedule(
                stage,
                100,
                () ->
                    stage
                        .world()
                        .aws()
                        .faults()
                        .always(
                            "GetAlias",
                            Fault.error(404, "ResourceNotFoundException", "Cannot find alias"))));
    add(
        "moved-by-someone-else-just-before-the-first-write",
        TWO_STEPS,
        "healthy",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next(
                    "UpdateAlias",
                    Fault.before(
                        () -> stage.world().lambda().putAlias("orders", "live", "6", Map.of()))));
    add(
        "moved-by-someone-else-just-before-the-second-write",
        TWO_STEPS,
        "healthy",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () -> stage.world().lambda().putAlias("orders", "live", "6", Map.of()))));
    add(
        "touched-but-not-moved",
        TWO_STEPS,
        "healthy",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () ->
                            stage
                                .world()
                                .lambda()
                                .putAlias("orders", "live", "7", Map.of("8", 0.1)))));
    add(
        "cleared-by-hand-while-rolling-back",
        TWO_STEPS,
        "failing",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () -> stage.world().lambda().putAlias("orders", "live", "7", Map.of()))));
    add(
        "superseded-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        stage ->
            schedule(
                stage, 90, () -> stage.world().lambda().putAlias("orders", "live", "6", Map.of())));
    add(
        "taken-back-by-hand-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        stage ->
            schedule(
                stage, 90, () -> stage.world().lambda().putAlias("orders", "live", "7", Map.of())));
  }

  private void faults() {
    add(
        "killed-handler-finds-its-own-write",
        TWO_STEPS,
        "healthy",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next("InvokeFunction", Fault.none(), Fault.lostResponse()));
    add(
        "lost-answer-of-a-write-is-found-as-done",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().next("UpdateAlias", Fault.lostResponse()));
    add(
        "throttled-invocations-are-tried-again",
        TWO_STEPS,
        "healthy",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next("InvokeFunction", Fault.throttled(), Fault.throttled(), Fault.throttled()));
    add(
        "blind-gate-rolls-back",
        TWO_STEPS,
        "healthy",
        stage ->
            schedule(
                stage,
                30,
                () -> stage.world().aws().faults().always("DescribeAlarms", accessDenied())));
    add(
        "never-allowed-to-write-is-refused",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().always("UpdateAlias", accessDenied()));
    add(
        "never-allowed-to-look-is-refused",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().always("GetAlias", accessDenied()));
    add(
        "rollback-that-fails-for-good-is-stuck",
        TWO_STEPS,
        "failing",
        stage ->
            schedule(
                stage,
                30,
                () -> stage.world().aws().faults().always("UpdateAlias", accessDenied())));
    add(
        "prepare-that-never-runs-is-refused",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().always("InvokeFunction", Fault.throttled()));
    add(
        "nothing-runs-any-more-is-stuck",
        TWO_STEPS,
        "failing",
        stage ->
            schedule(
                stage,
                30,
                () -> stage.world().aws().faults().always("InvokeFunction", Fault.throttled())));
    add(
        "promotion-that-fails-for-good-rolls-back",
        TWO_STEPS,
        "healthy",
        stage ->
            stage
                .world()
                .aws()
                .faults()
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.none(),
                    accessDenied(),
                    accessDenied(),
                    accessDenied(),
                    Fault.none()));
  }

  private void stops() {
    add(
        "stopped-and-restored",
        "stage-and-alias.json",
        "healthy",
        stage -> schedule(stage, 30, () -> stop(stage, StopEvents::restore)));
    add(
        "stopped-and-swept",
        "stage-and-alias.json",
        "healthy",
        stage -> schedule(stage, 30, () -> stop(stage, (after, execution) -> after.sweep())));
  }

  /** Whoever looks at a release in a dashboard changes nothing. */
  private void onlookers() {
    add(
        "drawn-while-it-runs",
        TWO_STEPS,
        "healthy",
        stage -> {
          for (String widget : List.of("{}", "{\"newest\": true}", "{\"release\": \"orders-8\"}")) {
            schedule(stage, 90, () -> WidgetDriver.draw(stage.world(), widget));
          }
        });
  }

  private static void stop(Rehearsal stage, BiConsumer<StopEvents, String> then) {
    StopEvents after = new StopEvents(stage.world());
    String execution = after.latestExecution();
    after.stop(execution);
    then.accept(after, execution);
  }

  private void add(String name, String event, String traffic, Consumer<Rehearsal> meanwhile) {
    ReleaseScenario scenario = new ReleaseScenario(name, event, traffic, meanwhile);
    String left = LEFT.getOrDefault(name, "");
    all.add(left.isEmpty() ? scenario : scenario.expectingTarget("orders:live", left));
  }

  /** The same with one more alarm in the gate. */
  private void add(
      String name, String event, String traffic, Consumer<Rehearsal> meanwhile, String alarm) {
    add(name, event.replace("[\"orders-errors\"]", "[\"" + alarm + "\"]"), traffic, meanwhile);
  }

  private static String ninetyNineSteps() {
    String steps =
        IntStream.rangeClosed(1, 99)
            .mapToObj(weight -> "{\"weight\": %d, \"bake\": \"PT20S\"}".formatted(weight))
            .collect(Collectors.joining(", "));
    return "{\"function\": \"orders\", \"plan\": {\"steps\": ["
        + steps
        + "]}, \"gate\": {\"metrics\": false}, \"watch\": \"PT1M\"}";
  }

  private static void provision(Rehearsal stage, Duration takes) {
    stage.world().lambda().setProvisioningTime(Duration.ZERO);
    stage.world().lambda().putProvisionedConcurrency("orders", "live", 5);
    stage.world().lambda().setProvisioningTime(takes);
  }
}
