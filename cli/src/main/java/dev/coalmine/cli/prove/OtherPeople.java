package dev.coalmine.cli.prove;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Changes of targets that no release makes. */
final class OtherPeople {
  static final String TEXT = "by a person";
  static final String VARIABLE = "table";
  static final String VALUE = "new";
  private static final byte[] OTHER_CODE = "by a person".getBytes(StandardCharsets.UTF_8);
  private static final String OTHER_DEPLOYMENT = "n3w3r1";

  private final SimulatedAccount world;
  private final PlayedRun.ChangeLog log;

  OtherPeople(SimulatedAccount world, PlayedRun.ChangeLog log) {
    this.world = world;
    this.log = log;
  }

  /** Deploys something else to the target, as an ordinary deployment does. */
  void deploy(String target) {
    log.byPerson(
        () -> {
          if (target.equals(TargetViews.STAGE)) {
            createDeployment();
            patchStage("/deploymentId", OTHER_DEPLOYMENT);
          } else {
            String version = world.lambda().publish(function(target), OTHER_CODE);
            world.lambda().putAlias(function(target), SampleAccount.ALIAS, version, Map.of());
          }
        });
  }

  /** Changes what no release changes: a variable of a stage, the description of an alias. */
  void edit(String target) {
    log.byPerson(
        () -> {
          if (target.equals(TargetViews.STAGE)) {
            patchStage("/variables/" + VARIABLE, VALUE);
          } else {
            describe(function(target));
          }
        });
  }

  private void createDeployment() {
    try {
      world.apiGateway().createDeployment(SampleAccount.API, OTHER_DEPLOYMENT);
    } catch (AwsError exists) { // from the change before
      return;
    }
  }

  private void patchStage(String path, String value) {
    Map<String, String> patch = Map.of("op", "replace", "path", path, "value", value);
    world.apiGateway().updateStage(SampleAccount.API, SampleAccount.STAGE, List.of(patch));
  }

  private void describe(String function) {
    String path = "/2015-03-31/functions/" + function + "/aliases/" + SampleAccount.ALIAS;
    byte[] body = Json.toBytes(Map.of("Description", TEXT));
    world.lambdaService().handle(new WireRequest("PUT", path, Map.of(), Map.of(), body));
  }

  private static String function(String target) {
    return target.replaceFirst(":.*", "");
  }
}
