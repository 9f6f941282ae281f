package dev.coalmine.embedded.asl;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** The events of a packed history. They are unpacked when the first one is read. */
final class PackedEvents extends AbstractList<HistoryEvent> implements RandomAccess {
  private final PackedHistory packed;
  private volatile List<HistoryEvent> events = List.of();

  PackedEvents(PackedHistory packed) {
    this.packed = packed;
  }

  PackedHistory packed() {
    return packed;
  }

  @Override
  public HistoryEvent get(int index) {
    if (events.isEmpty()) {
      events = packed.unpack();
    }
    return events.get(index);
  }

  @Override
  public int size() {
    return packed.count();
  }
}
