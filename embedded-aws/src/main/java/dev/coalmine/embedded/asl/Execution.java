package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.ErrorName;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.clock.SerialExecutor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** One execution of a state machine, as a Standard workflow runs it. Any thread may ask it. */
public final class Execution {
  /**
   * Events that a history may have; with this one AWS fails the execution, and no Catch sees it
   * (Step Functions quotas, "Maximum execution history size").
   */
  public static final int HISTORY_LIMIT = 25_000;

  private final AslInterpreter interpreter;
  private final StateMachineDefinition machine;
  private final ExecutionIdentity identity;
  private final Object input;
  private final ExecutionListener listener;
  private final RandomGenerator random;
  private final ContextObject context;
  private final SerialExecutor actions = new SerialExecutor();
  private final ExecutionHistory history = new ExecutionHistory();
  private final AtomicReference<ExecutionEnd> end = new AtomicReference<>(ExecutionEnd.NONE);
  private volatile String currentState = "";

  // Of the thread that empties the mailbox.
  private Optional<TaskAttempt> task = Optional.empty();

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
    this.context = new ContextObject(identity, input);
  }

  /** Who it is. */
  public ExecutionIdentity identity() {
    return identity;
  }

  /** What it runs. */
  public StateMachineDefinition machine() {
    return machine;
  }

  /** Its input: a tree that nobody can change; null is JSON's null. */
  public Object input() {
    return input;
  }

  /** How it stands. */
  public ExecutionStatus status() {
    return end.get().status();
  }

  /** The output of one that succeeded: a tree that nobody can change. Else null. */
  public Object output() {
    return end.get().output();
  }

  /** The error of one that failed or was stopped; empty when there is none. */
  public String error() {
    return end.get().error();
  }

  /** The cause of one that failed or was stopped; empty when there is none. */
  public String cause() {
    return end.get().cause();
  }

  /** When it ended, in whole milliseconds; empty while it runs. */
  public Optional<Instant> stopDate() {
    return end.get().at();
  }

  /** The state that was entered last; empty before the first. */
  public String currentState() {
    return currentState;
  }

  /** The history so far, oldest first; events that come later do not show in it. */
  public List<HistoryEvent> history() {
    return history.snapshot();
  }

  /**
   * Aborts it: no Catch, no further state, and answers of tasks in flight go nowhere. The status is
   * ABORTED when this returns; the last event may follow, when another thread is moving the
   * execution on right now.
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
    byte[] bytes = new byte[48];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  void start() {
    actions.execute(
        () ->
            record(
                HistoryEventType.EXECUTION_STARTED,
                details("input", input, "roleArn", identity.roleArn())));
    if (machine.timeoutSeconds() > 0) {
      interpreter
          .clock()
          .runAt(identity.startTime().plusSeconds(machine.timeoutSeconds()), this::timeOut);
    }
    interpreter.clock().runAt(now(), () -> runIfActive(() -> enter(machine.startAt(), input)));
  }

  private void timeOut() {
    end(
        HistoryEventType.EXECUTION_TIMED_OUT,
        new ExecutionEnd(ExecutionStatus.TIMED_OUT, null, "", "", Optional.of(now())));
  }

  /** Does it after what is being done now, unless the execution has ended by then. */
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
    record(state.enteredType(), details("name", name, "input", stateInput))
        .ifPresent(entered -> new StateVisit(this, state, stateInput, entered).enter());
  }

  void continueWith(Object output, String next) {
    task = Optional.empty();
    if (next.isEmpty()) {
      end(
          HistoryEventType.EXECUTION_SUCCEEDED,
          new ExecutionEnd(ExecutionStatus.SUCCEEDED, output, "", "", Optional.of(now())));
    } else {
      runIfActive(() -> enter(next, output));
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

  /** Adds an event, unless it is the one at which the history is full: then the execution fails. */
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
    listener.onEvent(this, event);
    return event;
  }

  // The first state follows nothing, nor does what comes from outside (recorded behaviour).
  private boolean follows(HistoryEventType type) {
    return switch (type) {
      case EXECUTION_ABORTED, EXECUTION_TIMED_OUT -> false;
      default -> history.size() != 1;
    };
  }

  // The status changes here and now, so that only one ending counts; its event waits for its turn.
  private boolean end(HistoryEventType type, ExecutionEnd newEnd) {
    boolean first = end.compareAndSet(ExecutionEnd.NONE, newEnd);
    if (first) {
      actions.execute(
          () -> {
            task.ifPresent(TaskAttempt::close);
            add(type, newEnd.details());
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
