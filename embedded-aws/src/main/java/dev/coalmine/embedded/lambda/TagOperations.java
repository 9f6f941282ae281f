package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.Map;
import java.util.TreeMap;

/** Lambda's operations on tags. The caller holds the store's monitor. */
final class TagOperations {
  private final LambdaStore store;

  TagOperations(LambdaStore store) {
    this.store = store;
  }

  WireResponse list(LambdaCall call) {
    return RestJson.response(200, Map.of("Tags", new TreeMap<>(function(call).tags())));
  }

  WireResponse tag(LambdaCall call) {
    Map<String, Object> tags = call.fields().object("Tags").tree();
    if (tags.isEmpty()) {
      throw LambdaErrors.invalid("An error occurred and the request cannot be processed.");
    }
    LambdaFunction function = function(call);
    tags.forEach((key, value) -> function.tags().put(key, String.valueOf(value)));
    return RestJson.empty(204);
  }

  WireResponse untag(LambdaCall call) {
    LambdaFunction function = function(call);
    call.request()
        .query()
        .forEach(
            (name, value) -> {
              if (name.equals("tagKeys") || name.startsWith("tagKeys#")) {
                function.tags().remove(value);
              }
            });
    return RestJson.empty(204);
  }

  private LambdaFunction function(LambdaCall call) {
    FunctionRef ref = FunctionRef.parse(call.resource(), "");
    if (!ref.qualifier().isEmpty()) {
      throw LambdaErrors.invalid(
          "Tags on function aliases and versions are not supported. Please specify a function"
              + " ARN.");
    }
    return store.function(ref);
  }
}
