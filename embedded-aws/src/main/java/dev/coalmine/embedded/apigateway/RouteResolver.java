package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.RestPath;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How API Gateway finds what takes a request. Of the resources that match, a literal segment beats
 * an open one and that a greedy one, from left to right; once a resource is found, no other one is
 * asked for the method.
 */
final class RouteResolver {
  private RouteResolver() {}

  static ApiRoute route(RestApi api, StageSettings stage, String method, String path, double draw) {
    boolean canary = draw < share(stage);
    Map<String, String> variables = canary ? stage.canaryVariables() : stage.variables();
    ApiRoute nowhere =
        new ApiRoute(api.name(), canary, "", "", Map.of(), variables, Optional.empty());
    List<String> segments = RestPath.segments(path).stream().skip(1).toList();
    List<String> wanted = path.equals("/") ? List.of() : segments;
    return resource(deployment(api, stage, canary), wanted)
        .map(resource -> at(nowhere, resource, method, wanted))
        .orElse(nowhere);
  }

  static StageTrafficSplit stage(RestApi api, StageSettings stage) {
    StageTrafficSplit.StageSide production = side(deployment(api, stage, false), stage.variables());
    boolean hasCanary = stage.canary().isPresent();
    return new StageTrafficSplit(
        api.name(),
        production,
        hasCanary ? side(deployment(api, stage, true), stage.canaryVariables()) : production,
        stage.canary().map(StageCanary::percentTraffic).orElse(0.0));
  }

  private static double share(StageSettings stage) {
    return stage.canary().map(StageCanary::percentTraffic).orElse(0.0) / 100;
  }

  private static ApiDeployment deployment(RestApi api, StageSettings stage, boolean canary) {
    String id = canary ? stage.canary().orElseThrow().deployment() : stage.deployment();
    return api.deployments().get(id);
  }

  private static StageTrafficSplit.StageSide side(
      ApiDeployment deployment, Map<String, String> variables) {
    List<ApiRoute.LambdaBackend> backends =
        deployment.resources().stream()
            .flatMap(resource -> resource.methods().values().stream())
            .flatMap(method -> LambdaIntegrationUri.backend(method, variables).stream())
            .toList();
    return new StageTrafficSplit.StageSide(deployment.id(), backends);
  }

  private static Optional<ApiResource> resource(ApiDeployment deployment, List<String> wanted) {
    return deployment.resources().stream()
        .filter(one -> !one.methods().isEmpty() && takes(one, wanted))
        .min(Comparator.comparing(RouteResolver::openness));
  }

  private static boolean takes(ApiResource resource, List<String> wanted) {
    List<String> own = resource.segments();
    if (resource.isGreedy() ? wanted.size() < own.size() : wanted.size() != own.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      boolean open = own.get(i).startsWith("{") && !wanted.get(i).isEmpty();
      if (!open && !own.get(i).equals(RestPath.decoded(wanted.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** A letter for each segment: the more open, the later in the alphabet. */
  private static String openness(ApiResource resource) {
    StringBuilder letters = new StringBuilder();
    for (String segment : resource.segments()) {
      letters.append(segment.endsWith("+}") ? 'c' : segment.startsWith("{") ? 'b' : 'a');
    }
    return letters.toString();
  }

  private static ApiRoute at(
      ApiRoute nowhere, ApiResource resource, String asked, List<String> wanted) {
    String taking = resource.methods().containsKey(asked) ? asked : "ANY";
    ApiMethod method = resource.methods().get(taking);
    return new ApiRoute(
        nowhere.apiName(),
        nowhere.canary(),
        resource.path(),
        method == null ? "" : taking,
        parameters(resource, wanted),
        nowhere.variables(),
        method == null
            ? Optional.empty()
            : LambdaIntegrationUri.backend(method, nowhere.variables()));
  }

  private static Map<String, String> parameters(ApiResource resource, List<String> wanted) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> own = resource.segments();
    for (int i = 0; i < own.size(); i++) {
      String segment = own.get(i);
      if (segment.endsWith("+}")) {
        String rest = String.join("/", wanted.subList(i, wanted.size()));
        parameters.put(segment.substring(1, segment.length() - 2), RestPath.decoded(rest));
      } else if (segment.startsWith("{")) {
        String value = RestPath.decoded(wanted.get(i));
        parameters.put(segment.substring(1, segment.length() - 1), value);
      }
    }
    return new TreeMap<>(parameters);
  }
}
