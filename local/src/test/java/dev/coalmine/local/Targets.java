package dev.coalmine.local;

import dev.coalmine.local.aws.StageSettings;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a release could move in the world of a rehearsal. */
record Targets(World world) {
  private static final List<String> FUNCTIONS = List.of(Scene.FUNCTION, Scene.BILLING, Scene.MAIL);

  /** Gives them descriptions, which must be there again after a release. */
  Targets described() {
    for (String function : FUNCTIONS) {
      call("PUT", function, Map.of("Description", function + " since 2019"));
    }
    update("/description", "the shop");
    return this;
  }

  /** Changes the stage as an ordinary client does. */
  void update(String path, String value) {
    Map<String, String> patch = Map.of("op", "replace", "path", path, "value", value);
    world.apiGateway().update(Scene.API, Scene.STAGE, List.of(patch));
  }

  /** Points orders:live elsewhere, as a deployment by somebody else would. */
  void move(String version) {
    world.lambda().route(Scene.FUNCTION, Scene.ALIAS, version, Map.of());
  }

  /** Describes orders:live so. */
  void describe(String description) {
    call("PUT", Scene.FUNCTION, Map.of("Description", description));
  }

  /** How all of them stand, but for what every write changes. */
  Map<String, Object> standing() {
    Map<String, Object> all = new TreeMap<>();
    for (String function : FUNCTIONS) {
      Map<String, Object> alias = call("GET", function, Map.of());
      alias.remove("RevisionId");
      all.put(function, alias);
    }
    StageSettings stage = world.apiGateway().settings(Scene.API, Scene.STAGE).orElseThrow();
    all.put("stage", stage.deployment() + " " + stage.variables() + " " + stage.canary());
    all.put("stage's description", stage.others().get("description"));
    return all;
  }

  private Map<String, Object> call(String method, String function, Map<String, Object> body) {
    String path = "/2015-03-31/functions/" + function + "/aliases/" + Scene.ALIAS;
    return Json.object(
        world
            .aws()
            .answer(
                new WireRequest(
                    method,
                    path,
                    Map.of(),
                    Map.of(),
                    body.isEmpty() ? new byte[0] : Json.bytes(body)))
            .body());
  }
}
