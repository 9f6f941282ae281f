package dev.coalmine.local;

import static dev.coalmine.local.Meanwhile.alarm;
import static dev.coalmine.local.Meanwhile.at;
import static dev.coalmine.local.Meanwhile.denied;
import static dev.coalmine.local.Meanwhile.put;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.local.aws.Fault;
import dev.coalmine.local.aws.FunctionState;
import dev.coalmine.local.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every story that a release can tell, each with what goes wrong in it. */
final class Scenarios {
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

  private final List<Scenario> all = new ArrayList<>();

  static List<Scenario> all() {
    Scenarios scenarios = new Scenarios();
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
    scenarios.all.addAll(SeveralScenarios.all());
    scenarios.all.addAll(SteeringScenarios.all());
    return scenarios.all;
  }

  static Scenario named(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private void requests() {
    add("healthy-is-promoted", "release.json", "healthy", Meanwhile::nothing);
    add("failing-is-rolled-back", "release.json", "failing", Meanwhile::nothing);
    add("silence-is-rolled-back", "release.json", "silent", Meanwhile::nothing);
    add(
        "silence-is-promoted-if-so-asked",
        "promote-when-inconclusive.json",
        "silent",
        Meanwhile::nothing);
    add("own-steps", "steps.json", "healthy", Meanwhile::nothing);
    add("preset-of-codedeploy", "preset.json", "healthy", Meanwhile::nothing);
    add("all-at-once", "all-at-once.json", "healthy", Meanwhile::nothing);
    add("all-at-once-failing", "all-at-once.json", "failing", Meanwhile::nothing);
    add("long-form", "long-form.json", "healthy", Meanwhile::nothing);
    add("on-time-alone", "on-time-alone.json", "failing", Meanwhile::nothing);
    add("refused-with-all-faults", "refused.json", "healthy", Meanwhile::nothing);
    add("ninety-nine-steps", ninetyNineSteps(), "silent", Meanwhile::nothing);
    add(
        "thirty-days-of-baking",
        """
        {"function": "orders", "plan": {"steps": [{"weight": 5, "bake": "P30D"}]},
         "gate": {"metrics": false}, "watch": "PT0S"}
        """,
        "silent",
        Meanwhile::nothing);
    add("not-an-object", "[1]", "healthy", Meanwhile::nothing);
    add("not-json", "{'function': 'orders'}", "healthy", Meanwhile::nothing);
  }

  private void doors() {
    add("new-version-is-released", "new-version.json", "healthy", Meanwhile::nothing);
    add(
        "new-version-that-is-told-twice-is-released-once",
        "new-version.json",
        "failing",
        stage -> stage.world().events().repeatNext(1));
    add(
        "version-that-the-alias-has-starts-nothing",
        newVersion("7"),
        "healthy",
        Meanwhile::nothing);
    add(
        "mistakes-in-tags-are-refused",
        newVersion("8"),
        "healthy",
        stage -> stage.world().lambda().tag("orders", Map.of("coalmine:wach", "PT1M")));
    add(
        "event-that-no-rule-wants-starts-nothing",
        newVersion("8").replace("UpdateFunctionCode2", "UpdateAlias2"),
        "healthy",
        Meanwhile::nothing);
    add("pipeline-job-is-promoted", "pipeline-job.json", "healthy", Meanwhile::nothing);
    add("pipeline-job-is-rolled-back", "pipeline-job.json", "failing", Meanwhile::nothing);
    add(
        "pipeline-job-with-a-mistake-is-refused",
        event("pipeline-job.json").replace("version", "vresion"),
        "healthy",
        Meanwhile::nothing);
    stacks();
  }

  private void stacks() {
    add("stack-update-is-promoted", "stack-update.json", "healthy", Meanwhile::nothing);
    add("stack-update-is-rolled-back", "stack-update.json", "failing", Meanwhile::nothing);
    add(
        "stack-update-of-what-is-there-starts-nothing",
        event("stack-update.json").replace("orders:8", "orders:7"),
        "healthy",
        Meanwhile::nothing);
    add(
        "stack-that-goes-back-moves-at-once",
        event("stack-update.json").replace("orders:8", "orders:6"),
        "failing",
        Meanwhile::nothing);
    add(
        "stack-update-that-may-not-end-in-time-is-refused",
        event("stack-update.json").replace("PT35M", "PT45M"),
        "healthy",
        Meanwhile::nothing);
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
            Meanwhile.withoutRestoreStopped(stage);
            at(
                stage,
                125,
                () -> stage.world().stacks().ask(Json.object(deleted.getBytes(UTF_8))).isDone());
          });
    }
  }

  private static String newVersion(String version) {
    return event("new-version.json")
        .replace(":orders:8", ":orders:" + version)
        .replace("\"version\": \"8\"", "\"version\": \"" + version + "\"");
  }

  private static String event(String file) {
    return Scenario.read(Scenario.ROOT.resolve("events").resolve(file));
  }

  private void metrics() {
    add("errors-are-rolled-back", "release.json", "errors", Meanwhile::nothing);
    add("slowness-is-rolled-back", "release.json", "slow", Meanwhile::nothing);
    add("a-leak-is-rolled-back", "release.json", "leak", Meanwhile::nothing);
    add("a-fault-that-comes-late-is-rolled-back", "release.json", "delayed", Meanwhile::nothing);
    add(
        "a-shared-incident-is-nobodys-fault",
        "release.json",
        "shared-incident",
        Meanwhile::nothing);
    add("few-callers-are-enough", "release.json", "quiet", Meanwhile::nothing);
    add("thorough-takes-its-time", "thorough.json", "healthy", Meanwhile::nothing);
    add("own-steps-are-judged-by-metrics-too", "steps.json", "errors", Meanwhile::nothing);
    add(
        "an-incident-after-promotion-is-compared-again",
        "{\"function\": \"orders\"}",
        "src/test/resources/dev/coalmine/local/incident-after-promotion.json",
        Meanwhile::nothing);
    add(
        "partial-data-is-not-counted",
        "release.json",
        "healthy",
        stage -> {
          at(stage, 295, () -> stage.world().cloudWatch().spoilNextMetricData("PartialData"));
          at(stage, 355, () -> stage.world().cloudWatch().spoilNextMetricData("InternalError"));
        });
    add(
        "a-look-that-is-tried-again-counts-no-minute-twice",
        "release.json",
        "healthy",
        stage ->
            at(
                stage,
                355,
                () -> stage.world().aws().faults().next("InvokeFunction", Fault.lostAnswer())));
    add(
        "latency-alone-does-not-mind-errors",
        """
        {"function": "orders", "gate": {"metrics": {"errors": false}}, "watch": "PT5M"}
        """,
        "errors",
        Meanwhile::nothing);
    add(
        "no-plan-without-metrics",
        "{\"function\": \"orders\", \"gate\": {\"metrics\": false}}",
        "healthy",
        Meanwhile::nothing);
  }

  private void alarms() {
    add(
        "alarm-that-rose-and-cleared-between-two-looks",
        TWO_STEPS,
        "healthy",
        stage -> {
          Meanwhile.pollOnly(stage);
          at(stage, 200, () -> alarm(stage, "orders-errors", "ALARM"));
          at(stage, 210, () -> alarm(stage, "orders-errors", "OK"));
        });
    add(
        "alarm-that-fired-before-does-not-block",
        TWO_STEPS,
        "healthy",
        stage -> {
          put(stage, "old-trouble");
          alarm(stage, "old-trouble", "ALARM");
        },
        "old-trouble");
    add(
        "alarm-that-fired-before-counts-once-it-has-cleared",
        TWO_STEPS,
        "healthy",
        stage -> {
          put(stage, "old-trouble");
          alarm(stage, "old-trouble", "ALARM");
          at(stage, 130, () -> alarm(stage, "old-trouble", "OK"));
          at(stage, 310, () -> alarm(stage, "old-trouble", "ALARM"));
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
            at(
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
                .settle("orders", "8", FunctionState.PENDING, Rehearsal.START.plusSeconds(95)));
    add(
        "pending-version-is-not-waited-for-for-ever",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().settle("orders", "8", FunctionState.PENDING));
    add(
        "failed-version-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().settle("orders", "8", FunctionState.FAILED));
    add(
        "sleeping-version-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().settle("orders", "8", FunctionState.INACTIVE));
    add(
        "nothing-new-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().route("orders", "live", "8", Map.of()));
    add(
        "split-alias-is-refused",
        ALL_AT_ONCE,
        "healthy",
        stage -> stage.world().lambda().route("orders", "live", "7", Map.of("6", 0.3)));
    add(
        "unknown-alias-is-refused",
        "{\"function\": \"orders\", \"alias\": \"prod\", \"version\": \"77\"}",
        "healthy",
        Meanwhile::nothing);
    add("unknown-function-is-refused", "{\"function\": \"order\"}", "healthy", Meanwhile::nothing);
  }

  private void provisionedConcurrency() {
    add(
        "provisioned-concurrency-is-waited-out",
        ALL_AT_ONCE,
        "healthy",
        stage -> provision(stage, Duration.ofMinutes(4)));
    add(
        "provisioned-concurrency-is-waited-out-on-the-way-back",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"gate\": {\"alarms\": [\"orders-errors\"], \"metrics\": false}}",
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
            at(
                stage,
                100,
                () -> stage.world().lambda().route("orders", "live", "7", Map.of("5", 0.3))));
    add(
        "alias-that-is-deleted-during-a-bake",
        TWO_STEPS,
        "healthy",
        stage ->
            at(
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
                        () -> stage.world().lambda().route("orders", "live", "6", Map.of()))));
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
                        () -> stage.world().lambda().route("orders", "live", "6", Map.of()))));
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
                                .route("orders", "live", "7", Map.of("8", 0.1)))));
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
                        () -> stage.world().lambda().route("orders", "live", "7", Map.of()))));
    add(
        "superseded-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        stage ->
            at(stage, 90, () -> stage.world().lambda().route("orders", "live", "6", Map.of())));
    add(
        "taken-back-by-hand-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        stage ->
            at(stage, 90, () -> stage.world().lambda().route("orders", "live", "7", Map.of())));
  }

  private void faults() {
    add(
        "killed-handler-finds-its-own-write",
        TWO_STEPS,
        "healthy",
        stage ->
            stage.world().aws().faults().next("InvokeFunction", Fault.none(), Fault.lostAnswer()));
    add(
        "lost-answer-of-a-write-is-found-as-done",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().next("UpdateAlias", Fault.lostAnswer()));
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
            at(stage, 30, () -> stage.world().aws().faults().always("DescribeAlarms", denied())));
    add(
        "never-allowed-to-write-is-refused",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().always("UpdateAlias", denied()));
    add(
        "never-allowed-to-look-is-refused",
        TWO_STEPS,
        "healthy",
        stage -> stage.world().aws().faults().always("GetAlias", denied()));
    add(
        "rollback-that-fails-for-good-is-stuck",
        TWO_STEPS,
        "failing",
        stage -> at(stage, 30, () -> stage.world().aws().faults().always("UpdateAlias", denied())));
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
            at(
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
                    denied(),
                    denied(),
                    denied(),
                    Fault.none()));
  }

  private void stops() {
    add(
        "stopped-and-restored",
        "stage-and-alias.json",
        "healthy",
        stage -> at(stage, 30, () -> stop(stage, Aftermath::restore)));
    add(
        "stopped-and-swept",
        "stage-and-alias.json",
        "healthy",
        stage -> at(stage, 30, () -> stop(stage, (after, execution) -> after.sweep())));
  }

  /** Whoever looks at a release in a dashboard changes nothing. */
  private void onlookers() {
    add(
        "drawn-while-it-runs",
        TWO_STEPS,
        "healthy",
        stage -> {
          for (String widget : List.of("{}", "{\"newest\": true}", "{\"release\": \"orders-8\"}")) {
            at(stage, 90, () -> Drawn.in(stage.world(), widget));
          }
        });
  }

  private static void stop(Rehearsal stage, BiConsumer<Aftermath, String> then) {
    Aftermath after = new Aftermath(stage.world());
    String execution = after.latest();
    after.stop(execution);
    then.accept(after, execution);
  }

  private void add(String name, String event, String traffic, Consumer<Rehearsal> meanwhile) {
    Scenario scenario = new Scenario(name, event, traffic, meanwhile);
    String left = LEFT.getOrDefault(name, "");
    all.add(left.isEmpty() ? scenario : scenario.leaving("orders:live", left));
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
    stage.world().lambda().provisioningTakes(Duration.ZERO);
    stage.world().lambda().provision("orders", "live", 5);
    stage.world().lambda().provisioningTakes(takes);
  }
}
