package dev.coalmine.local.traffic;

import java.util.List;

/** A traffic file that cannot be used, with all its faults. */
public final class BadTraffic extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  BadTraffic(String source, List<String> faults) {
    super("traffic " + source + ": " + String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Each fault with the path of its field. */
  public List<String> faults() {
    return faults;
  }
}
