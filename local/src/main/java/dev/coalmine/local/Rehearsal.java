package dev.coalmine.local;

import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.VirtualClock;
import dev.coalmine.local.asl.WallTime;
import dev.coalmine.local.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One release in a world of its own, in virtual time, from its event to its end. */
final class Rehearsal {
  /** A rehearsal reads the same every time, so it begins at the same moment. */
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Callers come this long before: the gate learns from it what is usual. */
  private static final Duration WARM_UP = Duration.ofHours(3);

  private final String event;
  private final VirtualClock clock;
  private final World world;
  private final Timeline timeline;

  /**
   * Makes the world, and lets its callers come up to the moment of the start.
   *
   * @param laptop whose handlers to use
   * @param event what starts the release; what it names has callers
   * @param traffic how they call
   * @param seed of everything that is drawn at random
   * @param timeline is told as it goes
   */
  Rehearsal(Laptop laptop, String event, Traffic traffic, long seed, Timeline timeline) {
    this(laptop, event, traffic, seed, timeline, (execution, happened) -> {});
  }

  /** The same, with somebody else who hears what happens. */
  Rehearsal(
      Laptop laptop,
      String event,
      Traffic traffic,
      long seed,
      Timeline timeline,
      ExecutionListener witness) {
    this(laptop, event, stage(event, traffic, seed), seed, timeline, witness);
  }

  /** The same in another world than the usual one. */
  Rehearsal(
      Laptop laptop,
      String event,
      Stage stage,
      long seed,
      Timeline timeline,
      ExecutionListener witness) {
    this.event = event;
    this.timeline = timeline;
    this.clock = new VirtualClock(stage.opens());
    world = new World(laptop, clock, WallTime.never(), false, seed, witness.andThen(timeline));
    stage.set().accept(world);
    clock.runTo(stage.start());
    world.openDoors();
  }

  private static Stage stage(String event, Traffic traffic, long seed) {
    return new Stage(
        START.minus(WARM_UP),
        START,
        world -> {
          Scene.in(world);
          WhoCalls.of(event).in(world, traffic, seed);
        });
  }

  /**
   * Where a release is played.
   *
   * @param opens when the world begins
   * @param start when the release starts
   * @param set makes what is there from the beginning
   */
  record Stage(Instant opens, Instant start, Consumer<World> set) {}

  /** The world, for whoever wants to meddle with it before or meanwhile. */
  World world() {
    return world;
  }

  /** The clock of that world. */
  VirtualClock clock() {
    return clock;
  }

  /** Starts the release and lets time pass until it has ended. */
  Ending play() {
    return play(world, event, timeline, ending -> clock.runUntil(ending::isDone));
  }

  /**
   * Starts a release in a world that is there already.
   *
   * @param untilItEnds lets time pass until the ending is there
   */
  static Ending play(
      World world,
      String event,
      Timeline timeline,
      Consumer<CompletableFuture<Ending>> untilItEnds) {
    CompletableFuture<Ending> ending = Door.of(event).enter(world, timeline);
    untilItEnds.accept(ending);
    return ending.join();
  }
}
