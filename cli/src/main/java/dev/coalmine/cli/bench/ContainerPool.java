package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;
import java.util.Arrays;

/**
 * The containers of one version. A request goes to the free container that was used last; if none
 * is free, a new one starts. A container that was not used for 5 to 15 minutes ends. Times are in
 * seconds. Not thread-safe.
 */
final class ContainerPool {
  private static final int MOST = 4096;

  private final ContainerLife life;
  private double[] freeAt = new double[8];
  private double[] keptFor = new double[8];
  private double[] failsFrom = new double[8];
  private double[] failsTo = new double[8];
  private int[] served = new int[8];
  private int size;

  ContainerPool(ContainerLife life) {
    this.life = life;
  }

  ContainerPool copy() {
    ContainerPool copy = new ContainerPool(life);
    copy.freeAt = freeAt.clone();
    copy.keptFor = keptFor.clone();
    copy.failsFrom = failsFrom.clone();
    copy.failsTo = failsTo.clone();
    copy.served = served.clone();
    copy.size = size;
    return copy;
  }

  /** The container that serves a request at this time; -1 if there are too many already. */
  int take(double now, RandomSampler draws) {
    int newest = -1;
    for (int i = 0; i < size; i++) {
      if (freeAt[i] <= now) {
        if (now - freeAt[i] > keptFor[i]) {
          move(--size, i--);
        } else if (newest < 0 || freeAt[i] > freeAt[newest]) {
          newest = i;
        }
      }
    }
    return newest >= 0 || size == MOST ? newest : start(now, draws);
  }

  private void move(int from, int to) {
    freeAt[to] = freeAt[from];
    keptFor[to] = keptFor[from];
    failsFrom[to] = failsFrom[from];
    failsTo[to] = failsTo[from];
    served[to] = served[from];
  }

  private int start(double now, RandomSampler draws) {
    if (size == freeAt.length) {
      freeAt = Arrays.copyOf(freeAt, 2 * size);
      keptFor = Arrays.copyOf(keptFor, 2 * size);
      failsFrom = Arrays.copyOf(failsFrom, 2 * size);
      failsTo = Arrays.copyOf(failsTo, 2 * size);
      served = Arrays.copyOf(served, 2 * size);
    }
    keptFor[size] = life.keptFor(draws);
    failsFrom[size] = now + life.soundFor(draws);
    failsTo[size] = failsFrom[size] + life.sickFor(draws);
    served[size] = 0;
    return size++;
  }

  /** The calls that a container has served. */
  int served(int container) {
    return served[container];
  }

  /** The share of requests that a container fails now, beside the errors of its version. */
  double failing(int container, double now, RandomSampler draws) {
    while (now > failsTo[container]) {
      failsFrom[container] = failsTo[container] + life.soundFor(draws);
      failsTo[container] = failsFrom[container] + life.sickFor(draws);
    }
    return now >= failsFrom[container] ? life.failing() : 0;
  }

  /** Counts a call that ends at this time. */
  void serve(int container, double end) {
    served[container]++;
    freeAt[container] = end;
  }
}
