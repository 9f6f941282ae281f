package dev.coalmine.local;

import dev.coalmine.local.aws.Service;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that releases can move in the world of a rehearsal, asked without faults in between. */
final class Account {
  static final String STAGE = Scene.API + "/" + Scene.STAGE;

  private static final Map<String, String> NEWEST =
      Map.of(Scene.FUNCTION, "8", Scene.BILLING, "4", Scene.MAIL, "12");

  private Account() {}

  /** Each target by its name, such as {@code orders:live}. */
  static Map<String, Standing> of(World world) {
    Map<String, Standing> targets = new TreeMap<>();
    for (String function : NEWEST.keySet()) {
      String path = "/2015-03-31/functions/" + function + "/aliases/" + Scene.ALIAS;
      targets.put(function + ":" + Scene.ALIAS, Standing.ofAlias(get(world.lambda(), path)));
    }
    String stage = "/restapis/" + Scene.API + "/stages/" + Scene.STAGE;
    targets.put(STAGE, Standing.ofStage(get(world.apiGateway(), stage)));
    return targets;
  }

  private static Map<String, Object> get(Service service, String path) {
    return Json.object(
        service.answer(new WireRequest("GET", path, Map.of(), Map.of(), new byte[0])).body());
  }

  /** The account when a request's targets serve what it asks for, and the others are as before. */
  static Map<String, Standing> promoted(Map<String, Standing> before, String event) {
    Map<String, Standing> after = new TreeMap<>(before);
    for (Map<String, Object> target : targets(event)) {
      String name = name(target);
      after.computeIfPresent(
          name,
          (same, standing) -> standing.promotedTo(target, NEWEST.get(name.replaceAll(":.*", ""))));
    }
    return after;
  }

  private static List<Map<String, Object>> targets(String event) {
    Map<String, Object> request = Template.map(Door.of(event).request());
    if (!(request.get("targets") instanceof List<?> several)) {
      return List.of(request);
    }
    List<Map<String, Object>> targets = new ArrayList<>();
    several.forEach(target -> targets.add(Template.map(target)));
    return targets;
  }

  private static String name(Map<String, Object> target) {
    return target.containsKey("stage")
        ? target.get("restApi") + "/" + target.get("stage")
        : String.valueOf(target.get("function")).replaceFirst("^arn:.*:", "")
            + ":"
            + target.getOrDefault("alias", Scene.ALIAS);
  }

  /** The status with which an ordinary deployment to the stage is answered. */
  static int deploy(World world) {
    byte[] body = "{\"stageName\": \"prod\"}".getBytes(StandardCharsets.UTF_8);
    String path = "/restapis/" + Scene.API + "/deployments";
    WireRequest deployment = new WireRequest("POST", path, Map.of(), Map.of(), body);
    return world.aws().answer(deployment).status();
  }
}
