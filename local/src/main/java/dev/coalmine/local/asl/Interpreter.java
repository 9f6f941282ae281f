package dev.coalmine.local.asl;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Runs executions of state machines, any number side by side. */
public final class Interpreter {
  private final Clock clock;
  private final WallTime wallTime;
  private final Map<String, Resource> resources;
  private final long seed;
  private final AtomicLong started = new AtomicLong();
  private final TaskTokens tokens = new TaskTokens();

  /**
   * An interpreter.
   *
   * @param clock its time
   * @param wallTime where calls to resources run: {@link WallTime#never()} on a {@link
   *     VirtualClock}, {@link DaemonThreads} on a {@link ScaledClock}
   * @param resources what Tasks can call, by Resource ARN
   * @param seed for tokens, jitter, States.MathRandom and States.UUID; the same seed and the same
   *     order of starts give the same ones
   */
  public Interpreter(Clock clock, WallTime wallTime, Map<String, Resource> resources, long seed) {
    this.clock = clock;
    this.wallTime = wallTime;
    this.resources = Map.copyOf(resources);
    this.seed = seed;
  }

  /**
   * Starts an execution. It has its first event when this returns; the first state is entered by a
   * task on the clock.
   *
   * @param input a JSON tree; it is copied
   * @throws IllegalArgumentException if the input is not JSON or has more than 256 KiB
   */
  public Execution start(
      StateMachine machine, ExecutionIdentity identity, Object input, ExecutionListener listener) {
    Object frozen = Trees.freeze(input);
    if (Trees.tooLarge(frozen)) {
      throw new IllegalArgumentException("input has more than " + Trees.LIMIT + " bytes");
    }
    // The count keeps two executions with one ARN from drawing the same tokens.
    long own = seed + 31L * identity.arn().hashCode() + (started.incrementAndGet() << 32);
    Execution execution =
        new Execution(this, machine, identity, frozen, listener, new SplittableRandom(own));
    execution.begin();
    return execution;
  }

  /** Whether a Resource is known, for {@link StateMachine#load}. */
  public boolean knows(String resourceArn) {
    return resources.containsKey(resourceArn);
  }

  /** The task tokens that are out, for SendTaskSuccess and its siblings. */
  public TaskTokens tokens() {
    return tokens;
  }

  Clock clock() {
    return clock;
  }

  WallTime wallTime() {
    return wallTime;
  }

  /** The resource; the machine may have been loaded with another idea of what there is. */
  Resource resource(String arn) {
    Resource resource = resources.get(arn);
    if (resource == null) {
      throw StateFailure.runtime("Resource " + arn + " is not there");
    }
    return resource;
  }
}
