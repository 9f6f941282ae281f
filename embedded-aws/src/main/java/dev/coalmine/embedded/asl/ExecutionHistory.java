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
  }

  /** Keeps the events in little room from now on. No event may follow. */
  void pack() {
    packed = Optional.of(PackedHistory.of(snapshot()));
    events = new HistoryEvent[0]; // after packed, so that one of both is there for each reader
  }

  /** The events so far, without later ones. */
  List<HistoryEvent> snapshot() {
    int count = size;
    HistoryEvent[] room = events;
    return room.length >= count
        ? new HistoryPrefix(room, count)
        : new UnpackedEvents(packed.orElseThrow());
  }

  /** Unpacks the events when the first one is read. */
  private static final class UnpackedEvents extends AbstractList<HistoryEvent>
      implements RandomAccess {
    private final PackedHistory packed;
    private volatile List<HistoryEvent> events = List.of();

    UnpackedEvents(PackedHistory packed) {
      this.packed = packed;
    }

    @Override
    public HistoryEvent get(int index) {
      if (events.isEmpty()) {
        events = packed.events();
      }
      return events.get(index);
    }

    @Override
    public int size() {
      return packed.count();
    }
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
