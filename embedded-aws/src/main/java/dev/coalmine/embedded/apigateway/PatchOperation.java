package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.JsonFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation of a PATCH, in API Gateway's format: all values are strings.
 *
 * @param op the operation
 * @param path its target, beginning with a slash; slashes in names are {@code ~1}, tildes {@code
 *     ~0}
 * @param value empty for none
 * @param from the source of a copy; empty for none
 */
record PatchOperation(PatchOp op, String path, String value, String from) {

  /** The type of an operation. */
  enum PatchOp {
    ADD,
    REMOVE,
    MOVE,
    TEST,
    REPLACE,
    COPY;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PatchOp> of(String name) {
      return Arrays.stream(values()).filter(op -> op.wireName().equals(name)).findFirst();
    }
  }

  /**
   * Reads the operations of a request.
   *
   * @throws AwsError if one has an unknown op
   */
  static List<PatchOperation> all(List<Object> sent) {
    List<PatchOperation> all = new ArrayList<>();
    for (Object one : sent) {
      JsonFields fields = JsonFields.ofElement(one, "one");
      all.add(
          new PatchOperation(
              op(fields.text("op"), all.size() + 1),
              fields.text("path"),
              fields.text("value"),
              fields.text("from")));
    }
    return all;
  }

  private static PatchOp op(String name, int position) {
    return PatchOp.of(name)
        .orElseThrow(
            () ->
                ApiGatewayErrors.validation(
                    name,
                    "updateStageInput.patchOperations." + position + ".member.op",
                    "Member must satisfy enum value set: [add, remove, move, test, replace,"
                        + " copy]"));
  }

  /** The unescaped segments of the path. */
  List<String> segments() {
    String bare = path.startsWith("/") ? path.substring(1) : path;
    return Arrays.stream(bare.split("/", -1))
        .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
