package dev.coalmine.local.asl;

import java.util.Optional;

/** A state that hands on its input, or a fixed result. */
final class PassState extends State {
  private final DataFlow flow;
  private final Optional<Expression> result;
  private final String next;

  PassState(String name, Fields fields) {
    super(name, fields);
    flow = DataFlow.pass(fields);
    result =
        fields.has("Result")
            ? Optional.of(new Literal(Trees.freeze(fields.tree("Result")), ""))
            : Optional.empty();
    next = next(fields);
  }

  @Override
  void enter(Visit visit) {
    Scope raw = visit.scope();
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
