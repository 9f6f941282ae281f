package dev.coalmine.local;

import dev.coalmine.local.asl.VirtualClock;
import dev.coalmine.local.asl.WallTime;
import dev.coalmine.local.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;

/** One release, played from its event to its end in a world of its own. */
final class Rehearsal {
  /** A rehearsal reads the same every time, so it begins at the same moment. */
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Callers come this long before, so that alarms have seen them. */
  static final Duration WARM_UP = Duration.ofMinutes(15);

  private Rehearsal() {}

  /**
   * Plays it in virtual time.
   *
   * @param laptop whose handlers to use
   * @param event what starts it: the text of an execution's input
   * @param traffic who calls meanwhile
   * @param seed of everything that is drawn at random
   * @param timeline is told as it goes
   */
  static Ending play(Laptop laptop, String event, Traffic traffic, long seed, Timeline timeline) {
    VirtualClock clock = new VirtualClock(START.minus(WARM_UP));
    World world = new World(laptop, clock, WallTime.never(), false, seed, timeline);
    Scene.in(world);
    world.call(traffic, Scene.FUNCTION, Scene.ALIAS, seed);
    clock.runTo(START);
    return play(world, event, timeline, () -> clock.runUntil(() -> timeline.ending().isDone()));
  }

  /**
   * Plays it in a world that is there already.
   *
   * @param untilItEnds lets time pass until the timeline has its ending
   */
  static Ending play(World world, String event, Timeline timeline, Runnable untilItEnds) {
    try {
      StartExecution.in(world, event);
    } catch (StartExecution.Refused refused) {
      return new Ending(Outcome.REFUSED, "", refused.getMessage(), Duration.ZERO);
    }
    untilItEnds.run();
    return timeline.ending().join();
  }
}
