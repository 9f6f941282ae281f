package dev.coalmine.local.asl;

import dev.coalmine.local.json.Json;
import java.util.Optional;

/**
 * TimeoutSeconds or HeartbeatSeconds, fixed or by path.
 *
 * @param field which
 * @param fixed 0 for none
 * @param path where the number stands in the input
 */
record Seconds(String field, long fixed, Optional<Path> path) {
  static Seconds read(Fields fields, String field) {
    fields.atMostOne(field, field + "Path");
    return new Seconds(field, fields.whole(field, 1, 0), fields.path(field + "Path"));
  }

  /** The number, or 0 for none. */
  long value(Scope scope) {
    if (path.isEmpty()) {
      return fixed;
    }
    Object value = path.get().evaluate(scope);
    if (Trees.isLong(value) && inRange(((Number) value).longValue())) {
      return ((Number) value).longValue();
    }
    throw StateFailure.runtime(
        "The %sPath field refers to value \"%s\" which is not a valid positive integer: %s"
            .formatted(field, Json.text(value), path.get()));
  }

  private static boolean inRange(long seconds) {
    return seconds >= 1 && seconds <= Fields.MOST_SECONDS;
  }
}
