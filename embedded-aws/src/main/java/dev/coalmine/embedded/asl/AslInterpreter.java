package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.clock.DaemonTaskExecutor;
import dev.coalmine.embedded.clock.ScaledClock;
import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Runs any number of concurrent executions of state machines. */
public final class AslInterpreter {
  private final SchedulingClock clock;
  private final TaskExecutor taskExecutor;
  private final Map<String, TaskResource> resources;
  private final long seed;
  private final AtomicLong startedCount = new AtomicLong();
  private final TaskTokens tokens = new TaskTokens();
  private volatile boolean packsHistories;

  /**
   * An interpreter.
   *
   * @param clock its time
   * @param taskExecutor runs the calls to resources: {@link TaskExecutor#withoutTimeouts()} on a
   *     {@link VirtualClock}, {@link DaemonTaskExecutor} on a {@link ScaledClock}
   * @param resources the resources of Tasks, by Resource ARN
   * @param seed for tokens, jitter, States.MathRandom and States.UUID; the same seed and the same
   *     order of starts give the same values
   */
  public AslInterpreter(
      SchedulingClock clock,
      TaskExecutor taskExecutor,
      Map<String, TaskResource> resources,
      long seed) {
    this.clock = clock;
    this.taskExecutor = taskExecutor;
    this.resources = Map.copyOf(resources);
    this.seed = seed;
  }

  /**
   * Starts an execution. It has its first event when this returns. A task on the clock enters the
   * first state.
   *
   * @param input a JSON tree; it is copied
   * @throws IllegalArgumentException if the input is not JSON or has more than 256 KiB
   */
  public Execution start(
      StateMachineDefinition machine,
      ExecutionIdentity identity,
      Object input,
      ExecutionListener listener) {
    Object frozen = JsonTrees.freeze(input);
    if (JsonTrees.isTooLarge(frozen)) {
      throw new IllegalArgumentException("input has more than " + JsonTrees.LIMIT + " bytes");
    }
    // The counter gives two executions with one ARN different tokens.
    long executionSeed =
        seed + 31L * identity.arn().hashCode() + (startedCount.incrementAndGet() << 32);
    Execution execution =
        new Execution(
            this, machine, identity, frozen, listener, new SplittableRandom(executionSeed));
    execution.start();
    return execution;
  }

  /** An execution that has ended before, for its readers. It is not started. */
  public Execution recall(
      StateMachineDefinition machine,
      ExecutionIdentity identity,
      Object input,
      PastExecution past) {
    return new Execution(this, machine, identity, JsonTrees.freeze(input), past);
  }

  /** Whether a Resource exists, for {@link StateMachineDefinition#parse}. */
  public boolean hasResource(String resourceArn) {
    return resources.containsKey(resourceArn);
  }

  /** The open task tokens, for SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat. */
  public TaskTokens tokens() {
    return tokens;
  }

  /**
   * Keeps histories as compressed text from now on, those of running executions but for their last
   * events. They take a small part of the room, and each reader unpacks them anew.
   */
  public void packHistories() {
    packsHistories = true;
  }

  boolean packsHistories() {
    return packsHistories;
  }

  SchedulingClock clock() {
    return clock;
  }

  TaskExecutor taskExecutor() {
    return taskExecutor;
  }

  /** The resource. The machine may have been loaded with other resources. */
  TaskResource resource(String arn) {
    TaskResource resource = resources.get(arn);
    if (resource == null) {
      throw StateFailure.runtime("Resource " + arn + " does not exist");
    }
    return resource;
  }
}
