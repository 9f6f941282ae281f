package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DataFlow;
import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.Expression;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.Literal;
import java.util.Optional;

/** A Pass state: its output is its input or a fixed result. */
final class PassState extends State {
  private final DataFlow flow;
  private final Optional<Expression> result;
  private final String next;

  PassState(String name, DefinitionFields fields) {
    super(name, fields);
    flow = DataFlow.pass(fields);
    result =
        fields.has("Result")
            ? Optional.of(new Literal(JsonTrees.freeze(fields.tree("Result")), ""))
            : Optional.empty();
    next = next(fields);
  }

  @Override
  void enter(StateVisit visit) {
    EvaluationScope raw = visit.scope();
    Object given = flow.effectiveInput(raw);
    Object made = result.isPresent() ? result.get().evaluate(raw) : given;
    visit.leave(flow.output(raw, made), next);
  }

  @Override
  HistoryEventType enteredType() {
    return HistoryEventType.PASS_STATE_ENTERED;
  }

  @Override
  HistoryEventType exitedType() {
    return HistoryEventType.PASS_STATE_EXITED;
  }
}
