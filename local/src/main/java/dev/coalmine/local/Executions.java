package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.ExecutionIdentity;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.asl.Interpreter;
import dev.coalmine.local.asl.StateMachine;
import dev.coalmine.local.asl.TokenAnswer;
import dev.coalmine.local.aws.Engine;
import dev.coalmine.local.aws.ExecutionStatus;
import dev.coalmine.local.aws.Mapped;
import dev.coalmine.local.aws.Running;
import dev.coalmine.local.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs what Step Functions is asked to start, on the interpreter. */
final class Executions implements Engine {
  private final Interpreter interpreter;
  private final Map<String, StateMachine> machines;
  private final ExecutionListener listener;
  private final StatusChanges changes;

  /**
   * Executions of some state machines.
   *
   * @param machines by their ARNs
   * @param listener hears what happens in executions
   */
  Executions(
      Interpreter interpreter,
      Map<String, StateMachine> machines,
      ExecutionListener listener,
      StatusChanges changes) {
    this.interpreter = interpreter;
    this.machines = Map.copyOf(machines);
    this.listener = listener;
    this.changes = changes;
  }

  @Override
  public Running start(Start start) {
    ExecutionIdentity identity =
        new ExecutionIdentity(
            start.executionArn(),
            start.name(),
            start.machine().roleArn(),
            start.machine().arn(),
            start.machine().name(),
            start.startDate());
    ExecutionListener both =
        (execution, event) -> {
          changes.happened(start, execution, event);
          listener.happened(execution, event);
        };
    StateMachine machine = machines.get(start.machine().arn());
    return new Run(interpreter.start(machine, identity, Json.tree(start.input()), both));
  }

  @Override
  public TaskAnswer succeed(String token, String output) {
    return answer(interpreter.tokens().success(token, Json.tree(output)));
  }

  @Override
  public TaskAnswer fail(String token, String error, String cause) {
    return answer(interpreter.tokens().failure(token, error, cause));
  }

  @Override
  public TaskAnswer heartbeat(String token) {
    return answer(interpreter.tokens().heartbeat(token));
  }

  private static TaskAnswer answer(TokenAnswer answer) {
    return switch (answer) {
      case ACCEPTED -> TaskAnswer.TAKEN;
      case TASK_TIMED_OUT -> TaskAnswer.CLOSED;
      case TASK_DOES_NOT_EXIST -> TaskAnswer.UNKNOWN;
    };
  }

  /** An execution as Step Functions' books show it. */
  private record Run(Execution execution) implements Running {

    @Override
    public ExecutionStatus status() {
      return ExecutionStatus.valueOf(execution.status().name());
    }

    @Override
    public Optional<String> output() {
      return status() == ExecutionStatus.SUCCEEDED
          ? Optional.of(Json.text(execution.output()))
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
      return Mapped.of(execution.history(), Run::event);
    }

    @Override
    public void stop(String error, String cause) {
      execution.stop(error, cause);
    }

    private static Map<String, Object> event(HistoryEvent event) {
      Map<String, Object> wire = new LinkedHashMap<>();
      wire.put("timestamp", event.timestamp());
      wire.put("type", event.type().text());
      wire.put("id", event.id());
      wire.put("previousEventId", event.previousEventId());
      if (!event.facts().isEmpty()) {
        wire.put(event.type().detailsField(), event.details());
      }
      return wire;
    }
  }
}
