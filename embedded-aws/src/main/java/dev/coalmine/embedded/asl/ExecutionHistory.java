package dev.coalmine.embedded.asl;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.Stream;

/**
 * The events of one execution. One thread at a time adds events. Any thread may read without
 * waiting.
 */
final class ExecutionHistory {
  /** So many events are packed at a time, and as many stay as they are, for those who read them. */
  private static final int PACK = 64;

  // Written before size and read after it, so that all counted events are there.
  private volatile Parts parts = new Parts(List.of(), 0, new HistoryEvent[32]);
  private volatile int size;

  private volatile boolean complete;

  ExecutionHistory() {}

  /** A complete history. */
  ExecutionHistory(PackedHistory whole) {
    parts = new Parts(List.of(whole), whole.count(), new HistoryEvent[0]);
    size = whole.count();
    complete = true;
  }

  /** The events: first the packed ones, the oldest part first, then the others. */
  private static final class Parts {
    private final List<PackedHistory> packed;
    private final int packedCount;

    /** Events, and room for more. */
    private final HistoryEvent[] room;

    Parts(List<PackedHistory> packed, int packedCount, HistoryEvent[] room) {
      this.packed = packed;
      this.packedCount = packedCount;
      this.room = room;
    }
  }

  int size() {
    return size;
  }

  void add(HistoryEvent event) {
    int count = size;
    Parts now = parts;
    int next = count - now.packedCount;
    if (next == now.room.length) {
      now = new Parts(now.packed, now.packedCount, Arrays.copyOf(now.room, next * 2 + 2));
      parts = now;
    }
    now.room[next] = event;
    size = count + 1;
    complete = event.type().endsExecution();
  }

  /** Whether the last event is there. */
  boolean isComplete() {
    return complete;
  }

  /** Keeps the older events in little room, if there are enough of them. Others may follow. */
  void packOlder() {
    Parts now = parts;
    if (size - now.packedCount >= 2 * PACK) {
      PackedHistory older = PackedHistory.of(Arrays.asList(now.room).subList(0, PACK));
      parts =
          new Parts(
              Stream.concat(now.packed.stream(), Stream.of(older)).toList(),
              now.packedCount + PACK,
              Arrays.copyOfRange(now.room, PACK, now.room.length));
    }
  }

  /** Keeps the events in little room from now on. No event may follow. */
  void pack() {
    Parts now = parts;
    List<HistoryEvent> rest = Arrays.asList(now.room).subList(0, size - now.packedCount);
    parts =
        new Parts(
            Stream.concat(now.packed.stream(), Stream.of(PackedHistory.of(rest))).toList(),
            size,
            new HistoryEvent[0]); // not in one: most readers read the last events alone
  }

  /** The opposite of {@link #pack}: events may follow. */
  void unpack() {
    List<HistoryEvent> all = snapshot();
    parts =
        new Parts(List.of(), 0, Arrays.copyOf(all.toArray(HistoryEvent[]::new), 2 * all.size()));
    complete = false;
  }

  /** The events so far, without later ones. */
  List<HistoryEvent> snapshot() {
    int count = size;
    Parts now = parts;
    boolean whole = now.packed.size() == 1 && now.packedCount == count;
    return whole ? now.packed.get(0).events() : new HistoryPrefix(now, count);
  }

  /** Events of a history so far. Packed ones are unpacked when one of their part is read. */
  static final class HistoryPrefix extends AbstractList<HistoryEvent> implements RandomAccess {
    private final List<PackedHistory> packed;
    private final List<List<HistoryEvent>> unpacked;
    private final int packedCount;
    private final HistoryEvent[] events;
    private final int count;

    HistoryPrefix(Parts parts, int count) {
      this.packed = parts.packed;
      this.unpacked = packed.stream().map(PackedHistory::events).toList();
      this.packedCount = parts.packedCount;
      this.events = parts.room;
      this.count = count;
    }

    /** The same events, packed. */
    PackedHistory pack() {
      if (count < packedCount) { // it was packed since
        return PackedHistory.of(List.copyOf(this));
      }
      List<HistoryEvent> rest = Arrays.asList(events).subList(0, count - packedCount);
      return PackedHistory.join(
          Stream.concat(packed.stream(), Stream.of(PackedHistory.of(rest))).toList());
    }

    @Override
    public HistoryEvent get(int index) {
      if (index >= count) {
        throw new IndexOutOfBoundsException(index);
      }
      return index < packedCount ? ofPart(index) : events[index - packedCount];
    }

    private HistoryEvent ofPart(int index) {
      int rest = index;
      for (List<HistoryEvent> part : unpacked) {
        if (rest < part.size()) {
          return part.get(rest);
        }
        rest -= part.size();
      }
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return count;
    }
  }
}
