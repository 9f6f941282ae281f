package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** API Gateway's operations on resources. The caller holds the store's monitor. */
final class ResourceOperations {
  private static final Pattern PART = Pattern.compile("[a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

  private final ApiGatewayStore store;

  ResourceOperations(ApiGatewayStore store) {
    this.store = store;
  }

  WireResponse create(ApiGatewayCall call) {
    ApiResource parent = store.resource(call.api(), call.part());
    String part = call.fields().text("pathPart");
    if (!PART.matcher(part).matches()) { // AWS's text, as users report it
      throw ApiGatewayErrors.badRequest(
          "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly"
              + " braces at the beginning and the end.");
    }
    return RestJson.response(201, create(store.api(call.api()), parent, part).toJson(false));
  }

  ApiResource create(RestApi api, ApiResource parent, String part) {
    if (parent.isGreedy()) {
      throw ApiGatewayErrors.badRequest(
          "Cannot create a child of a resource with a greedy path variable: " + parent.pathPart());
    }
    if (api.child(parent.id(), part).isPresent()) {
      throw ApiGatewayErrors.conflict(
          "Another resource with the same parent already has this name: " + part);
    }
    ApiResource made = parent.child(store.newId(6), part);
    Optional<ApiResource> sibling = variableSibling(api, made);
    if (sibling.isPresent()) {
      throw ApiGatewayErrors.badRequest(
          "A sibling (%s) of this resource already has a variable path part -- only one is allowed"
              .formatted(sibling.get().pathPart()));
    }
    api.resources().put(made.id(), made);
    return made;
  }

  /** Recorded: a variable and a greedy sibling may coexist unless directly below the root. */
  private static Optional<ApiResource> variableSibling(RestApi api, ApiResource made) {
    return api.resources().values().stream()
        .filter(one -> made.isOpen() && one.isOpen() && one.parent().equals(made.parent()))
        .filter(one -> one.isGreedy() == made.isGreedy() || made.parent().equals(api.rootId()))
        .findFirst();
  }

  WireResponse get(ApiGatewayCall call) {
    ApiResource resource = store.resource(call.api(), call.part());
    return RestJson.response(200, resource.toJson(call.embeds("methods")));
  }

  WireResponse list(ApiGatewayCall call) {
    boolean methods = call.embeds("methods");
    List<Map<String, Object>> all =
        store.api(call.api()).resourcesByPath().stream().map(one -> one.toJson(methods)).toList();
    return ApiGatewayPages.page(call, all);
  }
}
