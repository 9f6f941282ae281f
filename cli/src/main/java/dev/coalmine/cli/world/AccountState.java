package dev.coalmine.cli.world;

import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.PackedHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that is saved of an account at one moment, between two calls to it.
 *
 * @param at the account's time
 * @param resources trees by service: functions, apis, alarms, events
 * @param executions all that are kept, the first started first
 */
public record AccountState(
    Instant at, Map<String, Object> resources, List<ExecutionState> executions) {

  /**
   * An execution with its history.
   *
   * @param execution without its history
   * @param history the events so far
   */
  public record ExecutionState(SavedExecution execution, List<HistoryEvent> history) {
    /** The history in little room. */
    public PackedHistory pack() {
      return PackedHistory.of(history);
    }
  }
}
