package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.LambdaControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Releases by what starts them: events, pipelines and stacks. */
final class TriggerScenarios extends ScenarioList {
  private static final String STACK_OF_STAGE =
      "\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\","
          + " \"variables\": {\"lambdaAlias\": \"next\"}}],";

  static List<ReleaseScenario> all() {
    TriggerScenarios scenarios = new TriggerScenarios();
    scenarios.doors();
    return scenarios.list();
  }

  private void doors() {
    add("new-version-is-released", "new-version.json", "healthy", Interventions::nothing);
    add(
        "new-version-that-is-told-twice-is-released-once",
        "new-version.json",
        "failing",
        rehearsal -> rehearsal.world().events().duplicateNext(1));
    add(
        "version-that-the-alias-has-starts-nothing",
        newVersion("7"),
        "healthy",
        Interventions::nothing);
    add(
        "mistakes-in-tags-are-refused",
        newVersion("8"),
        "healthy",
        rehearsal ->
            rehearsal.world().lambda().tagFunction("orders", Map.of("coalmine:wach", "PT1M")));
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
    add(
        "pipeline-job-for-what-serves-already-succeeds",
        event("pipeline-job.json")
            .replace("\\\"version\\\": \\\"8\\\"", "\\\"version\\\": \\\"7\\\""),
        "healthy",
        Interventions::nothing);
    stacks();
    add(
        "old-versions-are-removed-beside-a-release",
        "release.json",
        "healthy",
        TriggerScenarios::pruneMonthsLater);
  }

  /** Prune gets a time at which the replaced version of Sweep is old. */
  private static void pruneMonthsLater(Rehearsal rehearsal) {
    LambdaControl lambda = rehearsal.world().lambda();
    String sweep = StackName.functionName("SweepFunction");
    lambda.putAlias(sweep, "live", lambda.publish(sweep, "newer".getBytes(UTF_8)), Map.of());
    Map<String, Object> event =
        Map.of(
            "time",
            "2026-03-01T00:00:00Z",
            "functions",
            List.of(sweep),
            "stateMachines",
            List.of(rehearsal.world().stateMachineArn()));
    schedule(
        rehearsal,
        100,
        () -> lambda.invoke(StackName.functionName("PruneFunction"), Json.toBytes(event)));
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
        "stack-update-of-what-aws-prepares-is-waited-out",
        event("stack-update.json").replace("orders:8", "orders:7"),
        "healthy",
        rehearsal -> RequestScenarios.deployProvisioned(rehearsal, Duration.ofMinutes(4)));
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
        rehearsal -> faults(rehearsal).always("PutObject", Fault.serviceError()));
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
          rehearsal -> {
            Interventions.withoutRestoreStopped(rehearsal);
            schedule(
                rehearsal,
                125,
                () ->
                    rehearsal
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
}
