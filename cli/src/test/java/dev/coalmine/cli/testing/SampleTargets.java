package dev.coalmine.cli.testing;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.apigateway.StageSettings;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The targets of the sample account. */
public record SampleTargets(SimulatedAccount world) {
  private static final List<String> FUNCTIONS =
      List.of(SampleAccount.FUNCTION, SampleAccount.BILLING, SampleAccount.MAIL);

  /** Sets descriptions, which must be the same after a release. */
  public SampleTargets withDescriptions() {
    for (String function : FUNCTIONS) {
      call("PUT", function, Map.of("Description", function + " since 2019"));
    }
    patchStage("/description", "the shop");
    return this;
  }

  /** Changes the stage as another client does. */
  public void patchStage(String path, String value) {
    Map<String, String> patch = Map.of("op", "replace", "path", path, "value", value);
    world.apiGateway().updateStage(SampleAccount.API, SampleAccount.STAGE, List.of(patch));
  }

  /** Moves orders:live as a deployment by another person does. */
  public void moveAlias(String version) {
    world.lambda().putAlias(SampleAccount.FUNCTION, SampleAccount.ALIAS, version, Map.of());
  }

  /** Splits orders:live, and describes it, in one write. */
  public void splitAlias(String canary, double weight, String description) {
    Map<String, Object> weights = Map.of("AdditionalVersionWeights", Map.of(canary, weight));
    call(
        "PUT",
        SampleAccount.FUNCTION,
        Map.of("RoutingConfig", weights, "Description", description));
  }

  /** Sets the description of orders:live. */
  public void describeAlias(String description) {
    call("PUT", SampleAccount.FUNCTION, Map.of("Description", description));
  }

  /** The states of all targets, without the fields that every write changes. */
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
