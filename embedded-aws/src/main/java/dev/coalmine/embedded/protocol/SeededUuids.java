package dev.coalmine.embedded.protocol;

import java.util.Random;
import java.util.UUID;

/** New UUIDs: the same ones in the same order for the same seed, so that runs can be repeated. */
public final class SeededUuids {
  private final Random random;

  public SeededUuids(long seed) {
    random = new Random(seed);
  }

  public synchronized String next() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L; // version 4: random
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }
}
