package dev.coalmine.cli.web;

import static java.util.Comparator.comparingLong;

import dev.coalmine.document.HistoryListener;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.report.ReleaseHistory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A row for each running release and for those that ended last. Each reader asks for the changes
 * since its last call, so that slow readers block no one and need no queue.
 */
public final class ReleaseList implements Function<Execution, HistoryListener> {
  private static final int MOST_ENDED = 1_000;

  private final int mostEnded;
  private final Map<String, ReleaseRow> rows = new HashMap<>();
  private final Deque<String> ended = new ArrayDeque<>();
  private final Map<String, Integer> endings = new TreeMap<>();
  private long changes;
  private long started;
  private Optional<ReleaseRow> newestEnd = Optional.empty();

  /** A list that keeps the last 1,000 ended releases. */
  public ReleaseList() {
    this(MOST_ENDED);
  }

  /**
   * An empty list.
   *
   * @param mostEnded the most ended releases that are kept; the oldest are removed first
   */
  public ReleaseList(int mostEnded) {
    this.mostEnded = mostEnded;
  }

  /**
   * Changed rows.
   *
   * @param rows the oldest changes first
   * @param cursor for the next call
   * @param more whether there are more changed rows
   * @param running number of running releases
   * @param endings number of ended releases by outcome
   * @param newestEnd the release that ended last
   */
  record ListChanges(
      List<ReleaseRow> rows,
      long cursor,
      boolean more,
      int running,
      Map<String, Integer> endings,
      Optional<ReleaseRow> newestEnd) {}

  @Override
  public HistoryListener apply(Execution execution) {
    String name = execution.identity().name();
    return new HistoryListener() {
      @Override
      public void started(Instant at, String request) {
        start(execution);
      }

      @Override
      public void answered(Instant at, String state, StateAnswer answer) {
        change(name, (row, change) -> row.withAnswer(answer, change));
      }

      @Override
      public void waiting(Instant nextLook) {
        change(name, (row, change) -> row.withNextLook(Optional.of(nextLook), change));
      }

      @Override
      public void continued() {
        change(name, (row, change) -> row.withNextLook(Optional.empty(), change));
      }

      @Override
      public void ended(ReleaseHistory.ExecutionEnd end) {
        end(name, end);
      }
    };
  }

  private synchronized void start(Execution execution) {
    rows.put(execution.identity().name(), ReleaseRow.started(execution, ++started, ++changes));
  }

  private synchronized void change(String name, BiFunction<ReleaseRow, Long, ReleaseRow> change) {
    rows.computeIfPresent(name, (same, row) -> change.apply(row, ++changes));
  }

  private synchronized void end(String name, ReleaseHistory.ExecutionEnd end) {
    change(name, (row, change) -> row.withEnd(end, change));
    ReleaseRow row = rows.get(name);
    endings.merge(row.standing(), 1, Integer::sum);
    newestEnd = Optional.of(row);
    ended.add(row.name());
    while (ended.size() > mostEnded) {
      rows.remove(ended.remove());
    }
  }

  /**
   * The rows that have changed since an earlier call.
   *
   * @param seen the cursor of the last call; 0 for the first
   * @param most the most rows to return
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

  /** The release of an execution of this name; absent if it was removed. */
  synchronized Optional<ReleaseRow> find(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  /** The running releases, the newest first. */
  synchronized List<ReleaseRow> running() {
    return rows.values().stream()
        .filter(ReleaseRow::isRunning)
        .sorted(comparingLong(ReleaseRow::number).reversed())
        .toList();
  }
}
