package dev.coalmine.local;

import static dev.coalmine.local.Account.STAGE;
import static dev.coalmine.local.Meanwhile.at;
import static dev.coalmine.local.Meanwhile.fault;
import static dev.coalmine.local.Meanwhile.patch;
import static dev.coalmine.local.Meanwhile.remove;
import static dev.coalmine.local.Meanwhile.replace;
import static dev.coalmine.local.StageScenarios.ALL_AT_ONCE;
import static dev.coalmine.local.StageScenarios.MARKED;
import static dev.coalmine.local.StageScenarios.SPLIT_AT_10;
import static dev.coalmine.local.StageScenarios.TWO_STEPS;

import dev.coalmine.local.aws.Fault;
import java.util.List;
import java.util.function.Consumer;

/** A stage that other people, or other releases, change meanwhile. */
final class StageMoveScenarios {
  private static final String PERCENT = "/canarySettings/percentTraffic";
  private static final String DESCRIPTION = "/description";
  private static final String ANOTHER = "coalmine arn:aws:states:us-east-1:another";
  private static final String PLAIN = "d1e2f3 {lambdaAlias=live}";

  private StageMoveScenarios() {}

  static List<Scenario> all() {
    return List.of(
        moved("stage-canary-is-given-another-share", SPLIT_AT_10.replace("10.0", "30.0"))
            .by(replace(PERCENT, "30.0")),
        moved("stage-canary-is-given-nothing", SPLIT_AT_10.replace("10.0", "0.0"))
            .by(replace(PERCENT, "0.0")),
        scenario(
            "stage-canary-is-removed",
            stage -> at(stage, 100, () -> patch(stage, remove("/canarySettings")))),
        moved("stage-is-given-another-deployment", SPLIT_AT_10.replace("d1e2f3", "x9y8z7"))
            .by(replace("/deploymentId", "x9y8z7")),
        moved("stage-is-given-another-variable", SPLIT_AT_10.replace("=live", "=live, table=new"))
            .by(replace("/variables/table", "new")),
        moved("stage-loses-its-variable", SPLIT_AT_10.replace(" {lambdaAlias=live}", ""))
            .by(remove("/variables/lambdaAlias")),
        moved(
                "stage-canary-loses-its-variable",
                SPLIT_AT_10.replace("\"stageVariableOverrides\":{\"lambdaAlias\":\"next\"},", ""))
            .by(remove("/canarySettings/stageVariableOverrides/lambdaAlias")),
        scenario(
                "stage-canary-is-given-another-share-just-before-a-write",
                stage ->
                    fault(
                        stage,
                        "GetStage",
                        7,
                        Fault.before(() -> patch(stage, replace(PERCENT, "30.0")))))
            .leaving(STAGE, SPLIT_AT_10.replace("10.0", "30.0") + MARKED),
        scenario(
                "stage-is-described-by-a-person",
                stage -> at(stage, 100, () -> patch(stage, replace(DESCRIPTION, "by a person"))))
            .leaving(STAGE, "x9y8z7 {lambdaAlias=next}, \"by a person\""),
        scenario(
                "stage-is-described-by-a-person-between-claim-and-weight",
                stage -> at(stage, 10, () -> patch(stage, replace(DESCRIPTION, "by a person"))))
            .leaving(STAGE, "d1e2f3 {lambdaAlias=live}, \"by a person\""),
        scenario(
                "stage-is-described-by-a-person-before-the-claim",
                stage ->
                    fault(
                        stage,
                        "GetStage",
                        2,
                        Fault.before(() -> patch(stage, replace(DESCRIPTION, "by a person")))))
            .leaving(STAGE, PLAIN + ", \"by a person\""),
        scenario(
                "another-release-marks-the-stage-just-before-this-one",
                stage ->
                    fault(
                        stage,
                        "GetStage",
                        2,
                        Fault.before(() -> patch(stage, replace(DESCRIPTION, ANOTHER)))))
            .leaving(STAGE, PLAIN + MARKED),
        scenario(
                "another-release-marks-the-stage-just-after-this-one",
                stage ->
                    fault(
                        stage,
                        "UpdateStage",
                        1,
                        Fault.after(() -> patch(stage, replace(DESCRIPTION, ANOTHER)))))
            .leaving(STAGE, PLAIN + MARKED),
        scenario(
                "another-release-marks-the-stage-before-the-first-weight",
                stage -> at(stage, 8, () -> patch(stage, replace(DESCRIPTION, ANOTHER))))
            .leaving(STAGE, PLAIN + MARKED),
        scenario(
                "another-release-takes-the-stage-over",
                stage -> at(stage, 100, () -> patch(stage, replace(DESCRIPTION, ANOTHER))))
            .leaving(STAGE, SPLIT_AT_10 + MARKED),
        scenario(
            "two-releases-of-a-stage-at-the-same-moment",
            stage -> at(stage, 0, () -> Meanwhile.start(stage, TWO_STEPS))),
        scenario(
            "a-release-of-a-claimed-stage-is-refused",
            stage -> at(stage, 10, () -> Meanwhile.start(stage, TWO_STEPS))),
        scenario(
                "stage-that-is-deleted-during-a-bake",
                stage ->
                    at(
                        stage,
                        100,
                        () ->
                            Meanwhile.faults(stage)
                                .always(
                                    "GetStage",
                                    Fault.error(
                                        404,
                                        "NotFoundException",
                                        "Invalid Stage identifier specified"))))
            .leaving(STAGE, SPLIT_AT_10 + MARKED),
        Scenario.calm(
                "stage-superseded-during-the-watch",
                ALL_AT_ONCE,
                stage ->
                    at(
                        stage,
                        90,
                        () -> {
                          stage.world().apiGateway().deploy(Scene.API, "n3w3r1");
                          patch(stage, replace("/deploymentId", "n3w3r1"));
                        }))
            .leaving(STAGE, "n3w3r1 {lambdaAlias=next}"),
        Scenario.calm(
                "stage-taken-back-by-hand-during-the-watch",
                ALL_AT_ONCE,
                stage ->
                    at(
                        stage,
                        90,
                        () ->
                            patch(
                                stage,
                                replace("/deploymentId", "d1e2f3"),
                                replace("/variables/lambdaAlias", "live"))))
            .leaving(STAGE, PLAIN));
  }

  private static Scenario scenario(String name, Consumer<Rehearsal> meanwhile) {
    return Scenario.calm(name, TWO_STEPS, meanwhile);
  }

  private static Moved moved(String name, String left) {
    return new Moved(name, left);
  }

  /** Somebody changes the stage while its canary bakes at 10 %, and that is how it is left. */
  private record Moved(String name, String left) {
    Scenario by(Meanwhile.Operation operation) {
      return scenario(name, stage -> at(stage, 100, () -> patch(stage, operation)))
          .leaving(STAGE, left + MARKED);
    }
  }
}
