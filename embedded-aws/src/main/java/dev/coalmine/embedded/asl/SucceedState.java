package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DataFlow;
import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.expression.EvaluationScope;

/** A Succeed state. */
final class SucceedState extends State {
  private final DataFlow flow;

  SucceedState(String name, DefinitionFields fields) {
    super(name, fields);
    flow = DataFlow.paths(fields);
  }

  @Override
  void enter(StateVisit visit) {
    EvaluationScope raw = visit.scope();
    visit.leave(flow.output(raw, flow.input(raw)), "");
  }

  @Override
  HistoryEventType enteredType() {
    return HistoryEventType.SUCCEED_STATE_ENTERED;
  }

  @Override
  HistoryEventType exitedType() {
    return HistoryEventType.SUCCEED_STATE_EXITED;
  }
}
