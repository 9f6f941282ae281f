package dev.coalmine.cli.world;

import dev.coalmine.embedded.asl.AslInterpreter;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionIdentity;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.PackedHistory;
import dev.coalmine.embedded.asl.PastExecution;
import dev.coalmine.embedded.asl.StateMachineDefinition;
import dev.coalmine.embedded.asl.TaskTokenResult;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.MappedList;
import dev.coalmine.embedded.stepfunctions.ExecutionEngine;
import dev.coalmine.embedded.stepfunctions.ExecutionView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the executions of Step Functions on the interpreter. */
final class InterpreterEngine implements ExecutionEngine {
  private final AslInterpreter interpreter;
  private final Map<String, StateMachineDefinition> definitions;
  private final ExecutionListener listener;
  private final ExecutionStatusEvents changes;

  /**
   * For any state machines.
   *
   * @param definitions those that were read already, by their text; thread-safe
   * @param listener is called with all events of executions
   */
  InterpreterEngine(
      AslInterpreter interpreter,
      Map<String, StateMachineDefinition> definitions,
      ExecutionListener listener,
      ExecutionStatusEvents changes) {
    this.interpreter = interpreter;
    this.definitions = definitions;
    this.listener = listener;
    this.changes = changes;
  }

  /**
   * Reads a definition, once; an execution runs by the one that its state machine has at its start.
   */
  StateMachineDefinition definition(String text) {
    return definitions.computeIfAbsent(
        text, unread -> StateMachineDefinition.parse(unread, interpreter::hasResource));
  }

  private static ExecutionIdentity identity(ExecutionStart start) {
    return new ExecutionIdentity(
        start.executionArn(),
        start.name(),
        start.machine().roleArn(),
        start.machine().arn(),
        start.machine().name(),
        start.startDate());
  }

  /**
   * An execution that has ended before. No listener hears of it.
   *
   * @throws IllegalArgumentException if its definition or input can't be read
   */
  InterpretedExecution recall(
      ExecutionStart start, SavedExecution saved, List<HistoryEvent> history) {
    PastExecution past =
        new PastExecution(
            saved.status(),
            saved.output().map(Json::parse),
            saved.error(),
            saved.cause(),
            saved.stopDate().orElseThrow(),
            saved.state(),
            PackedHistory.of(history));
    return new InterpretedExecution(
        interpreter.recall(
            definition(start.machine().definition()),
            identity(start),
            Json.parse(start.input()),
            past));
  }

  /** Sends the event of an execution's stop. */
  void publishStop(ExecutionStart start, Execution execution, HistoryEvent stop) {
    changes.publishStatusChange(start, execution, stop);
  }

  /** The execution that a view shows; empty while it is being started. */
  static Optional<Execution> executionOf(ExecutionView view) {
    return view instanceof InterpretedExecution shown
        ? Optional.of(shown.execution())
        : Optional.empty();
  }

  @Override
  public ExecutionView start(ExecutionStart start) {
    ExecutionIdentity identity = identity(start);
    ExecutionListener both =
        (execution, event) -> {
          changes.publishStatusChange(start, execution, event);
          listener.onEvent(execution, event);
        };
    StateMachineDefinition machine = definition(start.machine().definition());
    return new InterpretedExecution(
        interpreter.start(machine, identity, Json.parse(start.input()), both));
  }

  @Override
  public TaskTokenResult succeed(String token, String output) {
    return interpreter.tokens().succeed(token, Json.parse(output));
  }

  @Override
  public TaskTokenResult fail(String token, Optional<String> error, Optional<String> cause) {
    return interpreter.tokens().fail(token, error, cause);
  }

  @Override
  public TaskTokenResult heartbeat(String token) {
    return interpreter.tokens().heartbeat(token);
  }

  /** An execution as Step Functions' API shows it. */
  record InterpretedExecution(Execution execution) implements ExecutionView {

    @Override
    public ExecutionStatus status() {
      return execution.status();
    }

    @Override
    public Optional<String> output() {
      return status() == ExecutionStatus.SUCCEEDED
          ? Optional.of(Json.toText(execution.output()))
          : Optional.empty();
    }

    @Override
    public Optional<String> error() {
      return Optional.of(execution.error()).filter(text -> !text.isEmpty());
    }

    @Override
    public Optional<String> cause() {
      return Optional.of(execution.cause()).filter(text -> !text.isEmpty());
    }

    @Override
    public Optional<Instant> stopDate() {
      return execution.stopDate();
    }

    @Override
    public List<Map<String, Object>> history() {
      return MappedList.of(execution.history(), InterpretedExecution::event);
    }

    @Override
    public int redriveCount() {
      return execution.redriveCount();
    }

    @Override
    public Optional<Instant> redriveDate() {
      return execution.redriveDate();
    }

    @Override
    public boolean redrive() {
      return execution.redrive();
    }

    @Override
    public void stop(String error, String cause) {
      execution.stop(error, cause);
    }

    private static Map<String, Object> event(HistoryEvent event) {
      Map<String, Object> wire = new LinkedHashMap<>();
      wire.put("timestamp", event.timestamp());
      wire.put("type", event.type().wireName());
      wire.put("id", event.id());
      wire.put("previousEventId", event.previousEventId());
      wire.put(event.type().detailsField(), event.details());
      return wire;
    }
  }
}
