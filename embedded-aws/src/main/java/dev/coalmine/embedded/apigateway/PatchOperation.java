package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.JsonFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation of a PATCH, as API Gateway has them: values are strings, whatever they stand for.
 *
 * @param op what to do
 * @param path where, beginning with a slash; slashes in names are {@code ~1}, tildes {@code ~0}
 * @param value empty for none
 * @param from where a copy comes from; empty for none
 */
record PatchOperation(PatchOp op, String path, String value, String from) {

  /** What an operation does. */
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
   * Operations as a client sent them.
   *
   * @throws AwsError if one has no known op
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

  /** The segments of the path, as they were meant. */
  List<String> segments() {
    String bare = path.startsWith("/") ? path.substring(1) : path;
    return Arrays.stream(bare.split("/", -1))
        .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
        .toList();
  }
}
