package dev.coalmine.restore;

import dev.coalmine.aws.FailureKind;
import dev.coalmine.aws.Targets;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads each target once in a check of many executions, until one of them writes it. */
final class SeenTargets {
  private final Targets targets;
  private final Map<String, Optional<Snapshot>> seen = new HashMap<>();
  private final Map<String, RuntimeException> unreadable = new HashMap<>();

  SeenTargets(Targets targets) {
    this.targets = targets;
  }

  /**
   * The target; empty if it was deleted. A read that fails is tried once more; a service that does
   * not answer is not asked again in this check, which must have time for the others.
   */
  Optional<Snapshot> find(Target target) {
    RuntimeException failed = unreadable.get(key(target));
    if (failed != null) {
      throw failed;
    }
    return seen.computeIfAbsent(key(target), unseen -> findTwice(target));
  }

  private Optional<Snapshot> findTwice(Target target) {
    try {
      return targets.find(target);
    } catch (RuntimeException once) {
      try {
        return targets.find(target);
      } catch (RuntimeException again) {
        if (FailureKind.of(again) == FailureKind.PASSING) {
          unreadable.put(key(target), again);
        }
        throw again;
      }
    }
  }

  /** Reads the target again when it is asked for the next time. */
  void forget(Target target) {
    seen.remove(key(target));
  }

  private static String key(Target target) {
    return target.kindText() + target;
  }
}
