package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One release in a world of its own, in virtual time, from its event to its end. */
public final class Rehearsal {
  /** A rehearsal reads the same every time, so it begins at the same moment. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Callers come this long before: the gate learns from it what is usual. */
  private static final Duration WARM_UP = Duration.ofHours(3);

  private final String event;
  private final VirtualClock clock;
  private final SimulatedAccount world;
  private final ReleaseTimeline timeline;

  /**
   * Makes the world, and lets its callers come up to the moment of the start.
   *
   * @param laptop whose handlers to use
   * @param event what starts the release; what it names has callers
   * @param traffic how they call
   * @param seed of everything that is drawn at random
   * @param timeline is told as it goes
   */
  public Rehearsal(
      LocalRuntime laptop,
      String event,
      TrafficProfile traffic,
      long seed,
      ReleaseTimeline timeline) {
    this(laptop, event, traffic, seed, timeline, (execution, happened) -> {});
  }

  /** The same, with somebody else who hears what happens. */
  public Rehearsal(
      LocalRuntime laptop,
      String event,
      TrafficProfile traffic,
      long seed,
      ReleaseTimeline timeline,
      ExecutionListener witness) {
    this(laptop, event, defaultSetup(event, traffic, seed), seed, timeline, witness);
  }

  /** The same in another world than the usual one. */
  public Rehearsal(
      LocalRuntime laptop,
      String event,
      RehearsalSetup stage,
      long seed,
      ReleaseTimeline timeline,
      ExecutionListener witness) {
    this.event = event;
    this.timeline = timeline;
    this.clock = new VirtualClock(stage.createdAt());
    world =
        new SimulatedAccount(
            laptop, clock, TaskExecutor.withoutTimeouts(), false, seed, witness.andThen(timeline));
    stage.populate().accept(world);
    clock.runTo(stage.startsAt());
    world.enableTriggers();
  }

  private static RehearsalSetup defaultSetup(String event, TrafficProfile traffic, long seed) {
    return new RehearsalSetup(
        START.minus(WARM_UP),
        START,
        world -> {
          SampleAccount.createIn(world);
          TrafficTargets.readFrom(event).startTraffic(world, traffic, seed);
        });
  }

  /**
   * Where a release is played.
   *
   * @param createdAt when the world begins
   * @param startsAt when the release starts
   * @param populate makes what is there from the beginning
   */
  public record RehearsalSetup(
      Instant createdAt, Instant startsAt, Consumer<SimulatedAccount> populate) {}

  /** The world, for whoever wants to meddle with it before or meanwhile. */
  public SimulatedAccount world() {
    return world;
  }

  /** The clock of that world. */
  public VirtualClock clock() {
    return clock;
  }

  /** Starts the release and lets time pass until it has ended. */
  public RehearsalResult run() {
    return run(world, event, timeline, ending -> clock.runUntil(ending::isDone));
  }

  /**
   * Starts a release in a world that is there already.
   *
   * @param untilItEnds lets time pass until the ending is there
   */
  public static RehearsalResult run(
      SimulatedAccount world,
      String event,
      ReleaseTimeline timeline,
      Consumer<CompletableFuture<RehearsalResult>> untilItEnds) {
    CompletableFuture<RehearsalResult> ending = Trigger.parse(event).fire(world, timeline);
    untilItEnds.accept(ending);
    return ending.join();
  }
}
