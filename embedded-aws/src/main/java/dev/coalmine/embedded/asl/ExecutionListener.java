package dev.coalmine.embedded.asl;

/** Hears what happens in an execution. */
@FunctionalInterface
public interface ExecutionListener {
  /**
   * An event was added to the history. Events come one after another and in order, without any lock
   * being held, on whichever thread moves the execution on; the execution does not move on before
   * this returns. With the last event the execution's status is final already.
   */
  void onEvent(Execution execution, HistoryEvent event);

  /** Both hear it, this one first. */
  default ExecutionListener andThen(ExecutionListener other) {
    return (execution, event) -> {
      onEvent(execution, event);
      other.onEvent(execution, event);
    };
  }
}
