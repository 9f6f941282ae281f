package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.Expression;
import dev.coalmine.embedded.asl.expression.Literal;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.json.Json;
import java.util.Optional;

/** A Fail state with its error and cause. */
final class FailState extends State {
  private final Optional<Expression> error;
  private final Optional<Expression> cause;

  FailState(String name, DefinitionFields fields) {
    super(name, fields);
    error = read(fields, "Error");
    cause = read(fields, "Cause");
  }

  private static Optional<Expression> read(DefinitionFields fields, String field) {
    fields.atMostOne(field, field + "Path");
    return fields.has(field)
        ? Optional.of(new Literal(fields.text(field), ""))
        : fields.expression(field + "Path");
  }

  @Override
  void enter(StateVisit visit) {
    EvaluationScope raw = visit.scope();
    visit.failExecution(
        new StateFailure(text(error, "ErrorPath", raw), text(cause, "CausePath", raw)));
  }

  private static String text(Optional<Expression> field, String name, EvaluationScope raw) {
    if (field.isEmpty()) {
      return "";
    }
    Object value = field.get().evaluate(raw, path -> missing(path, name, raw));
    if (value instanceof String text) {
      return text;
    }
    throw StateFailure.runtime(
        "The %s field must be a string, not %s".formatted(name, Json.toText(value)));
  }

  private static String missing(String path, String name, EvaluationScope raw) {
    return "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
        .formatted(path, name, Json.toText(raw.input()));
  }

  @Override
  HistoryEventType enteredType() {
    return HistoryEventType.FAIL_STATE_ENTERED;
  }

  @Override
  HistoryEventType exitedType() {
    throw new IllegalStateException("a Fail state has no next state");
  }
}
