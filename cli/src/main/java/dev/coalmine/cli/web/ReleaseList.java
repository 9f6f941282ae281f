package dev.coalmine.cli.web;

import static java.util.Comparator.comparingLong;

import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How each release stands: a small row for every execution that runs, and for those that ended
 * last. Whoever looks asks for what has changed since the last look, so that nobody waits for
 * anybody and nothing is kept for who looks slowly.
 */
public final class ReleaseList implements ExecutionListener {
  /** Ended ones beyond this many are forgotten, the oldest first. */
  private static final int MOST_ENDED = 1_000;

  private final String workflow;
  private final Map<String, ReleaseRow> rows = new HashMap<>();
  private final Deque<String> ended = new ArrayDeque<>();
  private final Map<String, Integer> endings = new TreeMap<>();
  private long changes;
  private long started;
  private Optional<ReleaseRow> newestEnd = Optional.empty();

  /**
   * A board of one state machine's executions.
   *
   * @param workflow the machine's name
   */
  public ReleaseList(String workflow) {
    this.workflow = workflow;
  }

  /**
   * What has changed.
   *
   * @param rows the oldest changes first
   * @param cursor what to ask with the next time
   * @param more whether there is more that has changed
   * @param running how many run
   * @param endings how many ended how
   * @param newestEnd the one that ended last
   */
  record ListChanges(
      List<ReleaseRow> rows,
      long cursor,
      boolean more,
      int running,
      Map<String, Integer> endings,
      Optional<ReleaseRow> newestEnd) {}

  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    if (!execution.identity().stateMachineName().equals(workflow)) {
      return;
    }
    switch (event.type()) {
      case EXECUTION_STARTED -> begin(execution);
      case TASK_SCHEDULED, WAIT_STATE_ENTERED, TASK_STATE_EXITED -> change(execution, event);
      default -> {
        if (event.type().endsExecution()) {
          end(execution, event);
        }
      }
    }
  }

  private synchronized void begin(Execution execution) {
    rows.put(execution.identity().name(), ReleaseRow.started(execution, ++started, ++changes));
  }

  private synchronized void change(Execution execution, HistoryEvent event) {
    rows.computeIfPresent(execution.identity().name(), (name, row) -> row.after(event, ++changes));
  }

  private synchronized void end(Execution execution, HistoryEvent event) {
    ReleaseRow before = rows.get(execution.identity().name());
    if (before == null) {
      return;
    }
    ReleaseRow row = before.ended(event, ++changes);
    rows.put(row.name(), row);
    endings.merge(row.standing(), 1, Integer::sum);
    newestEnd = Optional.of(row);
    ended.add(row.name());
    while (ended.size() > MOST_ENDED) {
      rows.remove(ended.remove());
    }
  }

  /**
   * What has changed since somebody looked.
   *
   * @param seen what the last look answered; 0 before the first
   * @param most so many rows
   */
  synchronized ListChanges changesSince(long seen, int most) {
    List<ReleaseRow> changed = new ArrayList<>();
    for (ReleaseRow row : rows.values()) {
      if (row.changeNumber() > seen) {
        changed.add(row);
      }
    }
    changed.sort(comparingLong(ReleaseRow::changeNumber));
    boolean more = changed.size() > most;
    List<ReleaseRow> first = more ? List.copyOf(changed.subList(0, most)) : List.copyOf(changed);
    return new ListChanges(
        first,
        more ? first.get(most - 1).changeNumber() : changes,
        more,
        rows.size() - ended.size(),
        new TreeMap<>(endings),
        newestEnd);
  }

  /** The release of an execution of this name, if the board still has it. */
  synchronized Optional<ReleaseRow> find(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  /** Those that run, the newest first. */
  synchronized List<ReleaseRow> running() {
    return rows.values().stream()
        .filter(ReleaseRow::isRunning)
        .sorted(comparingLong(ReleaseRow::number).reversed())
        .toList();
  }
}
