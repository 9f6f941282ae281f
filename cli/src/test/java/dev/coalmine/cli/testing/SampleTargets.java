package dev.coalmine.cli.testing;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.apigateway.StageSettings;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a release could move in the world of a rehearsal. */
public record SampleTargets(SimulatedAccount world) {
  private static final List<String> FUNCTIONS =
      List.of(SampleAccount.FUNCTION, SampleAccount.BILLING, SampleAccount.MAIL);

  /** Gives them descriptions, which must be there again after a release. */
  public SampleTargets withDescriptions() {
    for (String function : FUNCTIONS) {
      call("PUT", function, Map.of("Description", function + " since 2019"));
    }
    patchStage("/description", "the shop");
    return this;
  }

  /** Changes the stage as an ordinary client does. */
  public void patchStage(String path, String value) {
    Map<String, String> patch = Map.of("op", "replace", "path", path, "value", value);
    world.apiGateway().updateStage(SampleAccount.API, SampleAccount.STAGE, List.of(patch));
  }

  /** Points orders:live elsewhere, as a deployment by somebody else would. */
  public void moveAlias(String version) {
    world.lambda().putAlias(SampleAccount.FUNCTION, SampleAccount.ALIAS, version, Map.of());
  }

  /** Describes orders:live so. */
  public void describeAlias(String description) {
    call("PUT", SampleAccount.FUNCTION, Map.of("Description", description));
  }

  /** How all of them stand, but for what every write changes. */
  public Map<String, Object> read() {
    Map<String, Object> all = new TreeMap<>();
    for (String function : FUNCTIONS) {
      Map<String, Object> alias = call("GET", function, Map.of());
      alias.remove("RevisionId");
      all.put(function, alias);
    }
    StageSettings stage =
        world.apiGateway().settings(SampleAccount.API, SampleAccount.STAGE).orElseThrow();
    all.put("stage", stage.deployment() + " " + stage.variables() + " " + stage.canary());
    all.put("stage's description", stage.others().get("description"));
    return all;
  }

  private Map<String, Object> call(String method, String function, Map<String, Object> body) {
    String path = "/2015-03-31/functions/" + function + "/aliases/" + SampleAccount.ALIAS;
    return Json.parseObject(
        world
            .aws()
            .handle(
                new WireRequest(
                    method,
                    path,
                    Map.of(),
                    Map.of(),
                    body.isEmpty() ? new byte[0] : Json.toBytes(body)))
            .body());
  }
}
