package dev.coalmine.embedded.asl;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The events of one execution. One thread at a time adds events. Any thread may read without
 * waiting.
 */
final class ExecutionHistory {
  // Written before size and read after it, so that all counted events are visible.
  private volatile HistoryEvent[] events = new HistoryEvent[32];
  private volatile int size;
  private volatile Optional<PackedHistory> packed = Optional.empty();

  private volatile boolean complete;

  ExecutionHistory() {}

  /** A complete history. */
  ExecutionHistory(PackedHistory whole) {
    packed = Optional.of(whole);
    size = whole.count();
    complete = true;
    events = new HistoryEvent[0];
  }

  int size() {
    return size;
  }

  void add(HistoryEvent event) {
    int count = size;
    HistoryEvent[] room = events;
    if (count == room.length) {
      room = Arrays.copyOf(room, count * 2);
      events = room;
    }
    room[count] = event;
    size = count + 1;
    complete = event.type().endsExecution();
  }

  /** Whether the last event is there. */
  boolean isComplete() {
    return complete;
  }

  /** Keeps the events in little room from now on. No event may follow. */
  void pack() {
    packed = Optional.of(PackedHistory.of(snapshot()));
    events = new HistoryEvent[0]; // after packed, so that one of both is there for each reader
  }

  /** The opposite of {@link #pack}: events may follow. */
  void unpack() {
    List<HistoryEvent> all = snapshot();
    events = Arrays.copyOf(all.toArray(HistoryEvent[]::new), 2 * all.size());
    packed = Optional.empty(); // after events, so that one of both is there for each reader
    complete = false;
  }

  /** The events so far, without later ones. */
  List<HistoryEvent> snapshot() {
    int count = size;
    HistoryEvent[] room = events;
    return room.length >= count ? new HistoryPrefix(room, count) : packed.orElseThrow().events();
  }

  private static final class HistoryPrefix extends AbstractList<HistoryEvent>
      implements RandomAccess {
    private final HistoryEvent[] events;
    private final int count;

    HistoryPrefix(HistoryEvent[] events, int count) {
      this.events = events;
      this.count = count;
    }

    @Override
    public HistoryEvent get(int index) {
      if (index >= count) {
        throw new IndexOutOfBoundsException(index);
      }
      return events[index];
    }

    @Override
    public int size() {
      return count;
    }
  }
}
