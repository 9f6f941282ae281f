package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.PathExpression;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.json.Json;
import java.util.Optional;

/**
 * TimeoutSeconds or HeartbeatSeconds, fixed or by path.
 *
 * @param field its name
 * @param fixed 0 for none
 * @param path its path in the input
 */
public record TaskTimeLimit(String field, long fixed, Optional<PathExpression> path) {
  /** Reads a field or its variant with Path, and records faults. */
  public static TaskTimeLimit read(DefinitionFields fields, String field) {
    fields.atMostOne(field, field + "Path");
    return new TaskTimeLimit(field, fields.whole(field, 1, 0), fields.path(field + "Path"));
  }

  /** The number, or 0 for none. */
  public long value(EvaluationScope scope) {
    if (path.isEmpty()) {
      return fixed;
    }
    Object value = path.get().evaluate(scope);
    if (JsonTrees.isLong(value) && inRange(((Number) value).longValue())) {
      return ((Number) value).longValue();
    }
    throw StateFailure.runtime(
        "The %sPath field refers to value \"%s\" which is not a valid positive integer: %s"
            .formatted(field, Json.toText(value), path.get()));
  }

  private static boolean inRange(long seconds) {
    return seconds >= 1 && seconds <= DefinitionFields.MAX_SECONDS;
  }
}
