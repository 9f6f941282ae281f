package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One release in an account of its own, in virtual time, from its event to its end. */
public final class Rehearsal {
  /** All rehearsals start at the same moment, so that their output is the same every time. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Traffic starts this long before the release: the gate learns the usual rates from it. */
  private static final Duration WARM_UP = Duration.ofHours(3);

  private final String event;
  private final VirtualClock clock;
  private final SimulatedAccount world;
  private final ReleaseTimeline timeline;

  /**
   * Creates the account, and runs its traffic up to the start of the release.
   *
   * @param runtime has the handlers
   * @param event starts the release; its targets get traffic
   * @param traffic the profile
   * @param seed of all random values
   * @param timeline shows the release
   */
  public Rehearsal(
      LocalRuntime runtime,
      String event,
      TrafficProfile traffic,
      long seed,
      ReleaseTimeline timeline) {
    this(runtime, event, traffic, seed, timeline, (execution, happened) -> {});
  }

  /** The same with another listener. */
  public Rehearsal(
      LocalRuntime runtime,
      String event,
      TrafficProfile traffic,
      long seed,
      ReleaseTimeline timeline,
      ExecutionListener listener) {
    this(runtime, event, traffic, seed, timeline, listener, Map.of());
  }

  /** The same with values for parameters of the template. */
  public Rehearsal(
      LocalRuntime runtime,
      String event,
      TrafficProfile traffic,
      long seed,
      ReleaseTimeline timeline,
      ExecutionListener listener,
      Map<String, String> parameters) {
    this(runtime, event, defaultSetup(event, traffic, seed), seed, timeline, listener, parameters);
  }

  /** The same with another account. */
  public Rehearsal(
      LocalRuntime runtime,
      String event,
      RehearsalSetup setup,
      long seed,
      ReleaseTimeline timeline,
      ExecutionListener listener) {
    this(runtime, event, setup, seed, timeline, listener, Map.of());
  }

  /** The same with another account, and with values for parameters of the template. */
  public Rehearsal(
      LocalRuntime runtime,
      String event,
      RehearsalSetup setup,
      long seed,
      ReleaseTimeline timeline,
      ExecutionListener listener,
      Map<String, String> parameters) {
    this.event = event;
    this.timeline = timeline;
    this.clock = new VirtualClock(setup.createdAt());
    world =
        new SimulatedAccount(
            runtime,
            clock,
            TaskExecutor.withoutTimeouts(),
            false,
            seed,
            listener.andThen(timeline),
            parameters);
    setup.populate().accept(world);
    clock.runTo(setup.startsAt());
    world.enableTriggers();
  }

  private static RehearsalSetup defaultSetup(String event, TrafficProfile traffic, long seed) {
    return setup(
        world -> {
          SampleAccount.createIn(world);
          TrafficTargets.readFrom(event).startTraffic(world, traffic, seed);
        });
  }

  /** An account with these contents, hours before a release at the usual moment. */
  public static RehearsalSetup setup(Consumer<SimulatedAccount> contents) {
    return new RehearsalSetup(START.minus(WARM_UP), START, contents);
  }

  /**
   * The account of a rehearsal.
   *
   * @param createdAt when the account is created
   * @param startsAt when the release starts
   * @param populate creates the account's contents
   */
  public record RehearsalSetup(
      Instant createdAt, Instant startsAt, Consumer<SimulatedAccount> populate) {}

  /** The account, for changes before or during the release. */
  public SimulatedAccount world() {
    return world;
  }

  public VirtualClock clock() {
    return clock;
  }

  /** Starts the release and advances the clock until it has ended. */
  public RehearsalResult run() {
    return run(world, event, timeline, result -> clock.runUntil(result::isDone));
  }

  /**
   * Starts a release in an account that exists already.
   *
   * @param untilItEnds advances the clock until the result is there
   */
  public static RehearsalResult run(
      SimulatedAccount world,
      String event,
      ReleaseTimeline timeline,
      Consumer<CompletableFuture<RehearsalResult>> untilItEnds) {
    CompletableFuture<RehearsalResult> result = fire(world, event, timeline);
    untilItEnds.accept(result);
    return result.join();
  }

  /** An event that the embedded services can't read is none that AWS would send. */
  private static CompletableFuture<RehearsalResult> fire(
      SimulatedAccount world, String event, ReleaseTimeline timeline) {
    try {
      return Trigger.parse(event).fire(world, timeline);
    } catch (AwsError | IllegalArgumentException unlikeAws) {
      String why = "AWS sends no such event: " + unlikeAws.getMessage();
      return CompletableFuture.completedFuture(
          new RehearsalResult(Outcome.REFUSED, "", why, Duration.ZERO));
    }
  }
}
