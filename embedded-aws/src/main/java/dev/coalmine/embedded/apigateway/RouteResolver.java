package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.RestPath;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the resource and method for a request. Of the matching resources a literal segment precedes
 * a variable and a variable precedes a greedy one, from left to right. Only the first resource's
 * methods are considered.
 */
final class RouteResolver {
  private RouteResolver() {}

  static ApiRoute route(RestApi api, StageSettings stage, String method, String path, double draw) {
    boolean canary = draw < share(stage);
    Map<String, String> variables = canary ? stage.canaryVariables() : stage.variables();
    ApiRoute unmatched =
        new ApiRoute(
            api.name(),
            canary,
            "",
            "",
            Map.of(),
            variables,
            ApiRoute.MethodAuthorization.NONE,
            Optional.empty(),
            false);
    List<String> segments = RestPath.segments(path).stream().skip(1).toList();
    List<String> requested = path.equals("/") ? List.of() : segments;
    ApiDeployment deployment = deployment(api, stage, canary);
    return resource(deployment, requested)
        .map(resource -> matched(unmatched, deployment, resource, method, requested))
        .orElse(unmatched);
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

  private static Optional<ApiResource> resource(ApiDeployment deployment, List<String> requested) {
    return deployment.resources().stream()
        .filter(one -> !one.methods().isEmpty() && matches(one, requested))
        .min(Comparator.comparing(RouteResolver::sortKey));
  }

  private static boolean matches(ApiResource resource, List<String> requested) {
    List<String> own = resource.segments();
    if (resource.isGreedy() ? requested.size() < own.size() : requested.size() != own.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      boolean variable = own.get(i).startsWith("{") && !requested.get(i).isEmpty();
      if (!variable && !own.get(i).equals(RestPath.decoded(requested.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** A sort key with one letter a segment: a literal, b variable, c greedy. */
  private static String sortKey(ApiResource resource) {
    StringBuilder letters = new StringBuilder();
    for (String segment : resource.segments()) {
      letters.append(segment.endsWith("+}") ? 'c' : segment.startsWith("{") ? 'b' : 'a');
    }
    return letters.toString();
  }

  private static ApiRoute matched(
      ApiRoute unmatched,
      ApiDeployment deployment,
      ApiResource resource,
      String httpMethod,
      List<String> requested) {
    String methodName = resource.methods().containsKey(httpMethod) ? httpMethod : "ANY";
    ApiMethod method = resource.methods().get(methodName);
    return new ApiRoute(
        unmatched.apiName(),
        unmatched.canary(),
        resource.path(),
        method == null ? "" : methodName,
        parameters(resource, requested),
        unmatched.variables(),
        method == null ? unmatched.authorization() : authorization(deployment, method),
        method == null
            ? Optional.empty()
            : LambdaIntegrationUri.backend(method, unmatched.variables()),
        method != null && method.usesRole());
  }

  private static ApiRoute.MethodAuthorization authorization(
      ApiDeployment deployment, ApiMethod method) {
    return new ApiRoute.MethodAuthorization(
        method.settings().get("authorizationType").toString(),
        Optional.ofNullable(method.settings().get("authorizerId"))
            .map(id -> deployment.authorizers().get(id.toString())));
  }

  private static Map<String, String> parameters(ApiResource resource, List<String> requested) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> own = resource.segments();
    for (int i = 0; i < own.size(); i++) {
      String segment = own.get(i);
      if (segment.endsWith("+}")) {
        String rest = String.join("/", requested.subList(i, requested.size()));
        parameters.put(segment.substring(1, segment.length() - 2), RestPath.decoded(rest));
      } else if (segment.startsWith("{")) {
        String value = RestPath.decoded(requested.get(i));
        parameters.put(segment.substring(1, segment.length() - 1), value);
      }
    }
    return new TreeMap<>(parameters);
  }
}
