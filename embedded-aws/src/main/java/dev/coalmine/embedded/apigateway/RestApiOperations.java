package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** API Gateway's operations on APIs. The caller holds the store's monitor. */
final class RestApiOperations {
  private static final List<String> COPIED_FIELDS =
      List.of("name", "description", "version", "tags");

  private final ApiGatewayStore store;

  RestApiOperations(ApiGatewayStore store) {
    this.store = store;
  }

  WireResponse create(ApiGatewayCall call) {
    JsonFields fields = call.fields();
    if (fields.text("name").isEmpty()) {
      throw ApiGatewayErrors.badRequest("Name cannot be empty"); // not recorded
    }
    if (fields.has("description") && fields.text("description").isEmpty()) {
      throw ApiGatewayErrors.badRequest("Description cannot be an empty string");
    }
    Map<String, Object> settings = new LinkedHashMap<>(fields.select(COPIED_FIELDS));
    settings.put(
        "apiKeySource", fields.has("apiKeySource") ? fields.text("apiKeySource") : "HEADER");
    settings.put("disableExecuteApiEndpoint", fields.flag("disableExecuteApiEndpoint"));
    settings.put(
        "endpointConfiguration",
        fields.has("endpointConfiguration")
            ? fields.object("endpointConfiguration").tree()
            : Map.of("types", List.of("EDGE"), "ipAddressType", "ipv4"));
    return RestJson.response(201, create(store.newId(10), settings).toJson());
  }

  RestApi create(String id, Map<String, Object> settings) {
    RestApi api = new RestApi(id, settings, store.now(), store.newId(10));
    store.apis().put(id, api);
    return api;
  }

  WireResponse get(ApiGatewayCall call) {
    return RestJson.response(200, store.api(call.api()).toJson());
  }

  WireResponse list(ApiGatewayCall call) {
    return ApiGatewayPages.page(call, store.apis().values().stream().map(RestApi::toJson).toList());
  }

  WireResponse delete(ApiGatewayCall call) {
    store.apis().remove(store.api(call.api()).id());
    return RestJson.empty(202);
  }
}
