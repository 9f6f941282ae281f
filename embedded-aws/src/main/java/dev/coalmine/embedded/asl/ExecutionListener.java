package dev.coalmine.embedded.asl;

/** Receives the events of an execution. */
@FunctionalInterface
public interface ExecutionListener {
  /**
   * Called after an event was added to the history, in order, one at a time and without a lock. It
   * runs on the thread that runs the execution, which continues after this returns. At the last
   * event the execution's status is final.
   */
  void onEvent(Execution execution, HistoryEvent event);

  /** A listener that calls this one and then the other. */
  default ExecutionListener andThen(ExecutionListener other) {
    return (execution, event) -> {
      onEvent(execution, event);
      other.onEvent(execution, event);
    };
  }
}
