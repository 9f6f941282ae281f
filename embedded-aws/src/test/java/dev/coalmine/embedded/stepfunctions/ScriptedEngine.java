package dev.coalmine.embedded.stepfunctions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine whose executions run until the test ends them. Knows one task token: "waiting". */
public final class ScriptedEngine implements ExecutionEngine {
  public final List<ExecutionStart> started = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  private final Map<String, ScriptedExecution> scripts = new LinkedHashMap<>();
  private final InstantSource clock;
  private boolean over;

  public ScriptedEngine(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public ExecutionView start(ExecutionStart start) {
    if (start.input().contains("unstartable")) {
      throw new IllegalStateException("cannot start");
    }
    started.add(start);
    ScriptedExecution script = new ScriptedExecution();
    scripts.put(start.executionArn(), script);
    return script;
  }

  ScriptedExecution script(String executionArn) {
    return scripts.get(executionArn);
  }

  @Override
  public TaskReportResult succeed(String token, String output) {
    return report(token, "succeeded with " + output);
  }

  @Override
  public TaskReportResult fail(String token, String error, String cause) {
    return report(token, "failed with " + error + ": " + cause);
  }

  @Override
  public TaskReportResult heartbeat(String token) {
    return token.equals("waiting") && !over ? TaskReportResult.TAKEN : report(token, "");
  }

  private TaskReportResult report(String token, String what) {
    if (!token.equals("waiting")) {
      return TaskReportResult.UNKNOWN;
    }
    if (over) {
      return TaskReportResult.CLOSED;
    }
    over = true;
    told.add(what);
    return TaskReportResult.TAKEN;
  }

  final class ScriptedExecution implements ExecutionView {
    private final List<Map<String, Object>> history = new ArrayList<>();
    private StepFunctionsExecutionStatus status = StepFunctionsExecutionStatus.RUNNING;
    private Optional<String> output = Optional.empty();
    private Optional<String> error = Optional.empty();
    private Optional<String> cause = Optional.empty();
    private Optional<Instant> stopDate = Optional.empty();

    void addEvent(String type, String detailsName, Map<String, Object> details) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("timestamp", clock.instant());
      event.put("type", type);
      event.put("id", history.size() + 1);
      event.put("previousEventId", history.size());
      event.put(detailsName, details);
      history.add(event);
    }

    void succeed(String json) {
      output = Optional.of(json);
      end(StepFunctionsExecutionStatus.SUCCEEDED);
    }

    private void end(StepFunctionsExecutionStatus how) {
      status = how;
      stopDate = Optional.of(clock.instant());
    }

    @Override
    public StepFunctionsExecutionStatus status() {
      return status;
    }

    @Override
    public Optional<String> output() {
      return output;
    }

    @Override
    public Optional<String> error() {
      return error;
    }

    @Override
    public Optional<String> cause() {
      return cause;
    }

    @Override
    public Optional<Instant> stopDate() {
      return stopDate;
    }

    @Override
    public List<Map<String, Object>> history() {
      return List.copyOf(history);
    }

    @Override
    public void stop(String newError, String newCause) {
      if (status == StepFunctionsExecutionStatus.RUNNING) {
        error = Optional.of(newError).filter(text -> !text.isEmpty());
        cause = Optional.of(newCause).filter(text -> !text.isEmpty());
        end(StepFunctionsExecutionStatus.ABORTED);
      }
    }
  }
}
