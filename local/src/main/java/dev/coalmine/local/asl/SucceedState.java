package dev.coalmine.local.asl;

/** The good ending. */
final class SucceedState extends State {
  private final DataFlow flow;

  SucceedState(String name, Fields fields) {
    super(name, fields);
    flow = DataFlow.paths(fields);
  }

  @Override
  void enter(Visit visit) {
    Scope raw = visit.scope();
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
