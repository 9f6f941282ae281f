package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DataFlow;
import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.PathExpression;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.asl.expression.Timestamps;
import dev.coalmine.embedded.json.Json;
import java.time.Instant;
import java.util.Optional;

/** A Wait state. */
final class WaitState extends State {
  /**
   * The longest wait by a time or a path. Recorded behaviour: 24,855 days are accepted, one more is
   * not (test_timestamp_too_far_in_future_boundary). A Seconds field takes less: {@link
   * DefinitionFields#MAX_SECONDS}.
   */
  private static final long LONGEST = Integer.MAX_VALUE;

  private final DataFlow flow;
  private final WaitDeadline delay;
  private final String next;

  WaitState(String name, DefinitionFields fields) {
    super(name, fields);
    flow = DataFlow.paths(fields);
    fields.atMostOne("Seconds", "SecondsPath", "Timestamp", "TimestampPath");
    delay = delay(fields);
    next = next(fields);
  }

  private static WaitDeadline delay(DefinitionFields fields) {
    if (fields.has("SecondsPath")) {
      return ofPath(fields, "SecondsPath", WaitState::afterSeconds);
    }
    if (fields.has("TimestampPath")) {
      return ofPath(fields, "TimestampPath", WaitState::timestamp);
    }
    if (fields.has("Timestamp")) {
      return fixed(fields);
    }
    if (!fields.has("Seconds")) {
      fields.addFault("Seconds, SecondsPath, Timestamp or TimestampPath is missing");
    }
    long seconds = fields.whole("Seconds", 0, 0);
    return (visit, scope) -> visit.enteredAt().plusSeconds(seconds);
  }

  private static WaitDeadline fixed(DefinitionFields fields) {
    Optional<Instant> moment = Timestamps.parse(fields.tree("Timestamp"));
    if (moment.isEmpty()) {
      fields.addTypeFault("Timestamp", "a time such as 2026-01-31T08:00:00Z");
    }
    return (visit, scope) -> moment.orElseThrow();
  }

  private static WaitDeadline ofPath(DefinitionFields fields, String field, MomentReader reader) {
    Optional<PathExpression> path = fields.path(field);
    return (visit, scope) ->
        reader.read(visit, path.orElseThrow(), value(path.orElseThrow(), scope, field));
  }

  private static Object value(PathExpression path, EvaluationScope scope, String field) {
    return path.evaluate(
        scope,
        missing ->
            "The %s parameter does not reference an input value: %s".formatted(field, missing));
  }

  private static Instant afterSeconds(StateVisit visit, PathExpression path, Object value) {
    if (!JsonTrees.isLong(value)) {
      throw StateFailure.runtime(
          "The SecondsPath parameter cannot be parsed as a long value: %s == %s"
              .formatted(path, Json.toText(value)));
    }
    long seconds = ((Number) value).longValue();
    if (seconds < 0) {
      throw StateFailure.runtime(
          "The SecondsPath parameter references a negative value: %s == %d"
              .formatted(path, seconds));
    }
    return visit.enteredAt().plusSeconds(Math.min(seconds, LONGEST + 1));
  }

  private static Instant timestamp(StateVisit visit, PathExpression path, Object value) {
    return Timestamps.parse(value)
        .orElseThrow(
            () ->
                StateFailure.runtime(
                    "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s"
                        .formatted(
                            path, value instanceof String text ? text : Json.toText(value))));
  }

  @Override
  void enter(StateVisit visit) {
    EvaluationScope raw = visit.scope();
    Object input = flow.input(raw);
    Instant until = delay.until(visit, raw.withInput(input));
    if (until.isAfter(visit.enteredAt().plusSeconds(LONGEST))) {
      throw StateFailure.runtime("Wait state delay is too long.");
    }
    visit.runAt(until, () -> visit.leave(flow.output(raw, input), next));
  }

  @Override
  HistoryEventType enteredType() {
    return HistoryEventType.WAIT_STATE_ENTERED;
  }

  @Override
  HistoryEventType exitedType() {
    return HistoryEventType.WAIT_STATE_EXITED;
  }

  /** The moment when the wait ends. */
  @FunctionalInterface
  private interface WaitDeadline {
    Instant until(StateVisit visit, EvaluationScope scope);
  }

  /** Converts the value of a path to a moment. */
  @FunctionalInterface
  private interface MomentReader {
    Instant read(StateVisit visit, PathExpression path, Object value);
  }
}
