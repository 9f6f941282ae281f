package dev.coalmine.cli.testing;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.rehearsal.Trigger;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.text.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The states of all targets of the sample account, read without injected faults. */
public final class TargetStates {
  public static final String STAGE = SampleAccount.API + "/" + SampleAccount.STAGE;

  private static final Map<String, String> NEWEST =
      Map.of(SampleAccount.FUNCTION, "8", SampleAccount.BILLING, "4", SampleAccount.MAIL, "12");

  private TargetStates() {}

  /** Each target by its name, such as {@code orders:live}. */
  public static Map<String, TargetState> read(SimulatedAccount world) {
    Map<String, TargetState> targets = new TreeMap<>();
    for (String function : NEWEST.keySet()) {
      String path = "/2015-03-31/functions/" + function + "/aliases/" + SampleAccount.ALIAS;
      targets.put(
          function + ":" + SampleAccount.ALIAS,
          TargetState.ofAlias(get(world.lambdaService(), path)));
    }
    String stage = "/restapis/" + SampleAccount.API + "/stages/" + SampleAccount.STAGE;
    targets.put(STAGE, TargetState.ofStage(get(world.apiGateway(), stage)));
    return targets;
  }

  private static Map<String, Object> get(AwsService service, String path) {
    return Json.parseObject(
        service.handle(new WireRequest("GET", path, Map.of(), Map.of(), new byte[0])).body());
  }

  /**
   * The states after a promotion: the request's targets serve the canary, the others are unchanged.
   */
  public static Map<String, TargetState> expectedAfterPromotion(
      Map<String, TargetState> before, String event) {
    Map<String, TargetState> after = new TreeMap<>(before);
    for (Map<String, Object> target : targets(event)) {
      String name = name(target);
      after.computeIfPresent(
          name,
          (same, standing) ->
              standing.afterPromotion(target, NEWEST.get(name.replaceAll(":.*", ""))));
    }
    return after;
  }

  private static List<Map<String, Object>> targets(String event) {
    Map<String, Object> request = JsonView.of(Trigger.parse(event).request()).map();
    if (!(request.get("targets") instanceof List<?> several)) {
      return List.of(request);
    }
    List<Map<String, Object>> targets = new ArrayList<>();
    several.forEach(target -> targets.add(JsonView.of(target).map()));
    return targets;
  }

  private static String name(Map<String, Object> target) {
    return target.containsKey("stage")
        ? target.get("restApi") + "/" + target.get("stage")
        : String.valueOf(target.get("function")).replaceFirst("^arn:.*:", "")
            + ":"
            + target.getOrDefault("alias", SampleAccount.ALIAS);
  }

  /** The HTTP status of an ordinary deployment to the stage. */
  public static int deployToStage(SimulatedAccount world) {
    byte[] body = "{\"stageName\": \"prod\"}".getBytes(StandardCharsets.UTF_8);
    String path = "/restapis/" + SampleAccount.API + "/deployments";
    WireRequest deployment = new WireRequest("POST", path, Map.of(), Map.of(), body);
    return world.aws().handle(deployment).status();
  }
}
