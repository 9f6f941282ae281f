package dev.coalmine.local.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** API Gateway's operations on APIs. The caller holds the book's monitor. */
final class RestApis {
  private static final List<String> TOLD_AS_GIVEN =
      List.of(
          "name",
          "description",
          "version",
          "binaryMediaTypes",
          "minimumCompressionSize",
          "policy",
          "tags");

  private final ApiGatewayBook book;

  RestApis(ApiGatewayBook book) {
    this.book = book;
  }

  WireAnswer create(ApiGatewayCall call) {
    Fields fields = call.fields();
    if (fields.text("name").isEmpty()) {
      throw ApiGatewayErrors.bad("Name cannot be empty"); // not recorded
    }
    if (fields.has("description") && fields.text("description").isEmpty()) {
      throw ApiGatewayErrors.bad("Description cannot be an empty string");
    }
    Map<String, Object> settings = new LinkedHashMap<>(fields.given(TOLD_AS_GIVEN));
    settings.put(
        "apiKeySource", fields.has("apiKeySource") ? fields.text("apiKeySource") : "HEADER");
    settings.put("disableExecuteApiEndpoint", fields.flag("disableExecuteApiEndpoint"));
    settings.put(
        "endpointConfiguration",
        fields.has("endpointConfiguration")
            ? fields.object("endpointConfiguration").tree()
            : Map.of("types", List.of("EDGE"), "ipAddressType", "ipv4"));
    return LambdaWire.json(201, create(book.newId(10), settings).wire());
  }

  RestApi create(String id, Map<String, Object> settings) {
    RestApi api = new RestApi(id, settings, book.now(), book.newId(10));
    book.apis().put(id, api);
    return api;
  }

  WireAnswer get(ApiGatewayCall call) {
    return LambdaWire.json(200, book.api(call.api()).wire());
  }

  WireAnswer list(ApiGatewayCall call) {
    return Pages.ofApiGateway(call, book.apis().values().stream().map(RestApi::wire).toList());
  }

  WireAnswer delete(ApiGatewayCall call) {
    book.apis().remove(book.api(call.api()).id());
    return LambdaWire.nothing(202);
  }
}
