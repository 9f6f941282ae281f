package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.StateFailure;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** One visit of an execution to a state, with its retries. */
final class StateVisit {
  private final Execution execution;
  private final State state;
  private final Object rawInput;
  private final Instant enteredAt;
  private final int enteredEvent;
  private final Map<Integer, Long> retries = new HashMap<>();
  private final int drive;
  private long retryCount;

  StateVisit(Execution execution, State state, Object rawInput, HistoryEvent entered) {
    this.execution = execution;
    this.state = state;
    this.rawInput = rawInput;
    this.enteredAt = entered.timestamp();
    this.enteredEvent = entered.id();
    this.drive = execution.redriveCount();
  }

  void enter() {
    guard(() -> state.enter(this));
  }

  AslInterpreter interpreter() {
    return execution.interpreter();
  }

  RandomGenerator random() {
    return execution.random();
  }

  String newToken() {
    return execution.newToken();
  }

  String region() {
    return execution.identity().region();
  }

  Object rawInput() {
    return rawInput;
  }

  Instant enteredAt() {
    return enteredAt;
  }

  Instant now() {
    return execution.now();
  }

  EvaluationScope scope() {
    return scope("");
  }

  EvaluationScope scope(String token) {
    return new EvaluationScope(rawInput, context(token), random());
  }

  Map<String, Object> context(String token) {
    OptionalLong retries =
        state.canBeRetried() ? OptionalLong.of(retryCount) : OptionalLong.empty();
    return execution.context().inState(state.name(), enteredAt, retries, token);
  }

  long retriesOf(int retrier) {
    return retries.getOrDefault(retrier, 0L);
  }

  /** Counts one more retry, and returns the number of retries of this retrier. */
  long countRetry(int retrier) {
    retryCount++;
    return retries.merge(retrier, 1L, Long::sum);
  }

  void record(HistoryEventType type, Map<String, Object> facts) {
    execution.record(type, facts);
  }

  /**
   * Sets the task that the visit waits for. Returns false when the execution has ended meanwhile.
   */
  boolean setCurrentTask(TaskAttempt attempt) {
    return execution.setCurrentTask(attempt);
  }

  /** Runs an action at a moment on the clock, unless the execution has ended by then. */
  void runAt(Instant moment, Runnable action) {
    interpreter().clock().runAt(moment, () -> runIfActive(action));
  }

  /**
   * Runs an action after the present one, unless the execution has ended by then. An end and a
   * redrive end the visit.
   */
  void runIfActive(Runnable action) {
    execution.runIfActive(
        () -> {
          if (drive == execution.redriveCount()) {
            guard(action);
          }
        });
  }

  private void guard(Runnable action) {
    try {
      action.run();
    } catch (StateFailure failure) {
      state.handleFailure(this, failure);
    }
  }

  /** Ends the visit with an output. An empty next ends the execution. */
  void leave(Object output, String next) {
    if (output != rawInput && JsonTrees.isTooLarge(output)) {
      throw StateFailure.tooLarge(state.name());
    }
    execution.record(state.exitedType(), Execution.details("name", state.name(), "output", output));
    execution.continueWith(output, next);
  }

  void failExecution(StateFailure failure) {
    execution.fail(failure.in(state.name(), enteredEvent));
  }
}
