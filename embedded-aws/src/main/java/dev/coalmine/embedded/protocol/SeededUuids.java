package dev.coalmine.embedded.protocol;

import java.util.Random;
import java.util.UUID;

/** Generates UUIDs. The same seed gives the same sequence, so that runs are repeatable. */
public final class SeededUuids {
  private final Random random;

  public SeededUuids(long seed) {
    random = new Random(seed);
  }

  /** The next UUID, of version 4. */
  public synchronized String next() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L; // version 4: random
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }
}
