package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.ErrorName;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.clock.CancellableTask;
import dev.coalmine.embedded.clock.SerialExecutor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** One execution of a state machine, as a Standard workflow. Any thread may read it. */
public final class Execution {
  /**
   * The maximum number of history events. With this event AWS fails the execution, and no Catch
   * applies (Step Functions quotas, "Maximum execution history size").
   */
  public static final int HISTORY_LIMIT = 25_000;

  private final AslInterpreter interpreter;
  private final StateMachineDefinition machine;
  private final ExecutionIdentity identity;
  private final Object input;
  private final ExecutionListener listener;
  private final RandomGenerator random;
  private volatile ContextObject context;
  private final SerialExecutor actions = new SerialExecutor();
  private final ExecutionHistory history;
  private final AtomicReference<ExecutionEnd> end = new AtomicReference<>(ExecutionEnd.NONE);
  private volatile CancellableTask timeout = new CancellableTask(this::timeOut);
  private volatile String currentState = "";
  private final AtomicInteger redriveCount = new AtomicInteger();
  private volatile Optional<Instant> redriveDate = Optional.empty();

  // Guarded by the serial executor.
  private Optional<TaskAttempt> task = Optional.empty();
  private Optional<Runnable> unsuccessfulStep = Optional.empty();

  Execution(
      AslInterpreter interpreter,
      StateMachineDefinition machine,
      ExecutionIdentity identity,
      Object input,
      ExecutionListener listener,
      RandomGenerator random) {
    this.interpreter = interpreter;
    this.machine = machine;
    this.identity = identity;
    this.input = input;
    this.listener = listener;
    this.random = random;
    this.context = new ContextObject(identity, input, 0);
    this.history = new ExecutionHistory();
  }

  /** An execution that has ended before. It is never started. */
  Execution(
      AslInterpreter interpreter,
      StateMachineDefinition machine,
      ExecutionIdentity identity,
      Object input,
      PastExecution past) {
    this.interpreter = interpreter;
    this.machine = machine;
    this.identity = identity;
    this.input = input;
    this.listener = (execution, event) -> {};
    this.random = new SplittableRandom(0); // never used
    this.context = new ContextObject(identity, input, 0);
    this.history = new ExecutionHistory(past.history());
    this.end.set(past.end());
    this.currentState = past.state();
  }

  /** Its identity. */
  public ExecutionIdentity identity() {
    return identity;
  }

  /** Its state machine. */
  public StateMachineDefinition machine() {
    return machine;
  }

  /** Its input: an immutable tree; null is JSON's null. */
  public Object input() {
    return input;
  }

  /** Its current status. */
  public ExecutionStatus status() {
    return end.get().status();
  }

  /** The output of a successful execution: an immutable tree. Otherwise null. */
  public Object output() {
    return end.get().output();
  }

  /** The error of a failed or stopped execution; empty when there is none. */
  public String error() {
    return end.get().error();
  }

  /** The cause of a failed or stopped execution; empty when there is none. */
  public String cause() {
    return end.get().cause();
  }

  /** When it ended, in whole milliseconds; empty while it runs. */
  public Optional<Instant> stopDate() {
    return end.get().at();
  }

  /** The last entered state; empty before the first. */
  public String currentState() {
    return currentState;
  }

  /** How often it was redriven. */
  public int redriveCount() {
    return redriveCount.get();
  }

  /** When it was redriven last. */
  public Optional<Instant> redriveDate() {
    return redriveDate;
  }

  /** Whether it has ended, and its last event is in the history. */
  public boolean isComplete() {
    return history.isComplete();
  }

  /** A snapshot of the history, oldest first. */
  public List<HistoryEvent> history() {
    return history.snapshot();
  }

  /**
   * Aborts it: no Catch applies, no further state is entered, and results of running tasks are
   * ignored. The status is ABORTED when this returns. The last event may follow later if another
   * thread is running the execution now.
   *
   * @param error empty for none
   * @param cause empty for none
   * @return false when it had ended before
   */
  public boolean stop(String error, String cause) {
    return end(
        HistoryEventType.EXECUTION_ABORTED,
        new ExecutionEnd(ExecutionStatus.ABORTED, null, error, cause, Optional.of(now())));
  }

  /**
   * Goes on, after a failure, a time-out or a stop, from the step that did not succeed, with the
   * same input (Step Functions developer guide, "Redriving executions"): a Task is scheduled and
   * started again with all its retries, a Choice is evaluated again, a Fail state is entered again,
   * and the time limit of the machine begins anew. No recorded history was found: that only a Fail
   * state has a further event of its entry is a reading of the guide.
   *
   * @return false if it runs or has succeeded, or if it ended in another process
   */
  public boolean redrive() {
    ExecutionEnd before = end.get();
    boolean unsuccessful =
        before.status() != ExecutionStatus.RUNNING && before.status() != ExecutionStatus.SUCCEEDED;
    if (!unsuccessful
        || unsuccessfulStep.isEmpty()
        || !end.compareAndSet(before, ExecutionEnd.NONE)) {
      return false;
    }
    int count = redriveCount.incrementAndGet();
    redriveDate = Optional.of(now());
    context = new ContextObject(identity, input, count);
    actions.execute(
        () -> {
          task = Optional.empty();
          history.unpack();
          add(HistoryEventType.EXECUTION_REDRIVEN, Map.of("redriveCount", count));
        });
    limitTime(now());
    interpreter.clock().runAt(now(), () -> runIfActive(() -> unsuccessfulStep.orElseThrow().run()));
    return true;
  }

  AslInterpreter interpreter() {
    return interpreter;
  }

  RandomGenerator random() {
    return random;
  }

  ContextObject context() {
    return context;
  }

  Instant now() {
    return interpreter.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  String newToken() {
    return TaskToken.random(random);
  }

  void start() {
    actions.execute(
        () ->
            record(
                HistoryEventType.EXECUTION_STARTED,
                details("input", input, "roleArn", identity.roleArn())));
    limitTime(identity.startTime());
    unsuccessfulStep = Optional.of(() -> enter(machine.startAt(), input));
    interpreter.clock().runAt(now(), () -> runIfActive(() -> unsuccessfulStep.orElseThrow().run()));
  }

  private void limitTime(Instant since) {
    timeout = new CancellableTask(this::timeOut);
    if (machine.timeoutSeconds() > 0) {
      interpreter.clock().runAt(since.plusSeconds(machine.timeoutSeconds()), timeout);
    }
  }

  /** Ends it as its time limit does. Does nothing if it has ended. */
  public void timeOut() {
    end(
        HistoryEventType.EXECUTION_TIMED_OUT,
        new ExecutionEnd(ExecutionStatus.TIMED_OUT, null, "", "", Optional.of(now())));
  }

  /** Runs an action after the present one, unless the execution has ended by then. */
  void runIfActive(Runnable action) {
    actions.execute(
        () -> {
          if (status() == ExecutionStatus.RUNNING) {
            action.run();
          }
        });
  }

  private void enter(String name, Object stateInput) {
    State state = machine.state(name);
    currentState = name;
    unsuccessfulStep = Optional.of(() -> enter(name, stateInput));
    record(state.enteredType(), details("name", name, "input", stateInput))
        .ifPresent(
            entered -> {
              if (!(state instanceof FailState)) {
                unsuccessfulStep = Optional.of(() -> visit(state, stateInput, entered));
              }
              visit(state, stateInput, entered);
            });
  }

  private void visit(State state, Object stateInput, HistoryEvent entered) {
    new StateVisit(this, state, stateInput, entered).enter();
  }

  void continueWith(Object output, String next) {
    task = Optional.empty();
    if (next.isEmpty()) {
      end(
          HistoryEventType.EXECUTION_SUCCEEDED,
          new ExecutionEnd(ExecutionStatus.SUCCEEDED, output, "", "", Optional.of(now())));
    } else {
      Runnable step = () -> enter(next, output);
      unsuccessfulStep = Optional.of(step);
      runIfActive(step);
    }
  }

  void fail(StateFailure failure) {
    end(
        HistoryEventType.EXECUTION_FAILED,
        new ExecutionEnd(
            ExecutionStatus.FAILED,
            null,
            failure.error(),
            failure.explanation(),
            Optional.of(now())));
  }

  boolean setCurrentTask(TaskAttempt attempt) {
    task = Optional.of(attempt);
    return status() == ExecutionStatus.RUNNING;
  }

  /** Adds an event. When this would be the last possible event, it fails the execution instead. */
  Optional<HistoryEvent> record(HistoryEventType type, Map<String, Object> facts) {
    if (history.size() >= HISTORY_LIMIT - 1) {
      fail(
          new StateFailure(
              ErrorName.RUNTIME,
              "The execution reached the maximum number of history events ("
                  + HISTORY_LIMIT
                  + ")."));
      return Optional.empty();
    }
    return Optional.of(add(type, facts));
  }

  private HistoryEvent add(HistoryEventType type, Map<String, Object> facts) {
    int last = history.size();
    HistoryEvent event = new HistoryEvent(last + 1, follows(type) ? last : 0, now(), type, facts);
    history.add(event);
    if (interpreter.packsHistories()) {
      history.packOlder();
    }
    listener.onEvent(this, event);
    return event;
  }

  // The first state has no predecessor, and neither do external events (recorded behaviour).
  private boolean follows(HistoryEventType type) {
    return switch (type) {
      case EXECUTION_ABORTED, EXECUTION_TIMED_OUT -> false;
      default -> history.size() != 1;
    };
  }

  // Sets the status at once, so that only one end counts. Its event is queued.
  private boolean end(HistoryEventType type, ExecutionEnd newEnd) {
    boolean first = end.compareAndSet(ExecutionEnd.NONE, newEnd);
    if (first) {
      actions.execute(
          () -> {
            task.ifPresent(TaskAttempt::close);
            task = Optional.empty();
            timeout.cancel();
            add(type, newEnd.details());
            if (interpreter.packsHistories()) {
              history.pack();
            }
          });
    }
    return first;
  }

  static Map<String, Object> details(String name, Object value, String other, Object otherValue) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(name, value);
    facts.put(other, otherValue);
    return facts;
  }
}
