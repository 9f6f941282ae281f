package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.asl.TaskTokenResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine whose executions run until the test ends them. Its only task token is "waiting";
 * "unknown" is the token of a task elsewhere.
 */
public final class ScriptedEngine implements ExecutionEngine {
  public final List<ExecutionStart> started = new ArrayList<>();
  final List<String> reports = new ArrayList<>();
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
  public TaskTokenResult succeed(String token, String output) {
    return report(token, "succeeded with " + output);
  }

  @Override
  public TaskTokenResult fail(String token, Optional<String> error, Optional<String> cause) {
    return report(token, "failed with %s: %s".formatted(error.orElse(null), cause.orElse(null)));
  }

  @Override
  public TaskTokenResult heartbeat(String token) {
    return token.equals("waiting") && !over ? TaskTokenResult.ACCEPTED : report(token, "");
  }

  private TaskTokenResult report(String token, String what) {
    if (!token.equals("waiting")) {
      return token.equals("unknown")
          ? TaskTokenResult.TASK_DOES_NOT_EXIST
          : TaskTokenResult.INVALID_TOKEN;
    }
    if (over) {
      return TaskTokenResult.TASK_TIMED_OUT;
    }
    over = true;
    reports.add(what);
    return TaskTokenResult.ACCEPTED;
  }

  final class ScriptedExecution implements ExecutionView {
    private final List<Map<String, Object>> history = new ArrayList<>();
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private Optional<String> output = Optional.empty();
    private Optional<String> error = Optional.empty();
    private Optional<String> cause = Optional.empty();
    private Optional<Instant> stopDate = Optional.empty();
    private int redriveCount;

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
      end(ExecutionStatus.SUCCEEDED);
    }

    @Override
    public int redriveCount() {
      return redriveCount;
    }

    @Override
    public boolean redrive() {
      redriveCount++;
      status = ExecutionStatus.RUNNING;
      stopDate = Optional.empty();
      return true;
    }

    private void end(ExecutionStatus how) {
      status = how;
      stopDate = Optional.of(clock.instant());
    }

    @Override
    public ExecutionStatus status() {
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
      if (status == ExecutionStatus.RUNNING) {
        error = Optional.of(newError).filter(text -> !text.isEmpty());
        cause = Optional.of(newCause).filter(text -> !text.isEmpty());
        end(ExecutionStatus.ABORTED);
      }
    }
  }
}
