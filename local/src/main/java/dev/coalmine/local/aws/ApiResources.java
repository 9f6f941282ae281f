package dev.coalmine.local.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** API Gateway's operations on resources. The caller holds the book's monitor. */
final class ApiResources {
  private static final Pattern PART = Pattern.compile("[a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

  private final ApiGatewayBook book;

  ApiResources(ApiGatewayBook book) {
    this.book = book;
  }

  WireAnswer create(ApiGatewayCall call) {
    ApiResource parent = book.resource(call.api(), call.part());
    String part = call.fields().text("pathPart");
    if (!PART.matcher(part).matches()) { // AWS's words, as users report them
      throw ApiGatewayErrors.bad(
          "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly"
              + " braces at the beginning and the end.");
    }
    return LambdaWire.json(201, create(book.api(call.api()), parent, part).wire(false));
  }

  ApiResource create(RestApi api, ApiResource parent, String part) {
    if (parent.isGreedy()) {
      throw ApiGatewayErrors.bad(
          "Cannot create a child of a resource with a greedy path variable: " + parent.pathPart());
    }
    if (api.child(parent.id(), part).isPresent()) {
      throw ApiGatewayErrors.conflict(
          "Another resource with the same parent already has this name: " + part);
    }
    ApiResource made = parent.child(book.newId(6), part);
    openSibling(api, made)
        .ifPresent(
            sibling -> {
              throw ApiGatewayErrors.bad(
                  "A sibling ("
                      + sibling.pathPart()
                      + ") of this resource already has a variable path part -- only one is"
                      + " allowed");
            });
    api.resources().put(made.id(), made);
    return made;
  }

  /** Recorded: one open and one greedy child may stand side by side unless below the root. */
  private static Optional<ApiResource> openSibling(RestApi api, ApiResource made) {
    return api.resources().values().stream()
        .filter(one -> made.isOpen() && one.isOpen() && one.parent().equals(made.parent()))
        .filter(one -> one.isGreedy() == made.isGreedy() || made.parent().equals(api.rootId()))
        .findFirst();
  }

  WireAnswer get(ApiGatewayCall call) {
    ApiResource resource = book.resource(call.api(), call.part());
    return LambdaWire.json(200, resource.wire(call.embeds("methods")));
  }

  WireAnswer list(ApiGatewayCall call) {
    boolean methods = call.embeds("methods");
    List<Map<String, Object>> all =
        book.api(call.api()).inOrder().stream().map(one -> one.wire(methods)).toList();
    return Pages.ofApiGateway(call, all);
  }
}
