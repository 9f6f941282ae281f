package dev.coalmine.cli.progress;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.terminal.ProgressOutput;
import dev.coalmine.cli.terminal.ReleaseLine;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows each release as it stands, from its start to its end. */
public final class ReleaseLineTracker implements ExecutionListener {
  private final Map<String, ReleaseLine> running = new ConcurrentHashMap<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final ProgressOutput lines;

  public ReleaseLineTracker(ProgressOutput lines) {
    this.lines = lines;
  }

  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    if (!execution.identity().stateMachineName().equals(StackName.NAME)) {
      return; // what serves a stack shows by its release
    }
    String arn = execution.identity().arn();
    switch (event.type()) {
      case EXECUTION_STARTED ->
          update(arn, ReleaseLine.started(execution.identity().name(), event.timestamp()));
      case TASK_SUCCEEDED -> handlerAnswered(arn, event);
      case TASK_STATE_EXITED -> stateExited(arn, event);
      default -> {
        if (event.type().endsExecution()) {
          executionEnded(arn);
        }
      }
    }
  }

  /** A state that a Catch led out of has an older document, whose figures are counted already. */
  private void handlerAnswered(String arn, HistoryEvent event) {
    if (event.detailTree().get("resource").equals("invoke")) {
      answered.add(arn);
    }
  }

  private void stateExited(String arn, HistoryEvent event) {
    if (answered.remove(arn)) {
      Map<String, Object> output = JsonView.of(event.detailTree().get("output")).map();
      handlerAnswered(arn, event.timestamp(), event.stateName(), output);
    }
  }

  private void handlerAnswered(String arn, Instant at, String state, Map<String, Object> output) {
    Map<String, Object> release = JsonView.of(output.get("latest")).object("release").map();
    update(arn, running.get(arn).afterAnswer(at, state, release));
  }

  private void update(String arn, ReleaseLine release) {
    running.put(arn, release);
    lines.update(arn, release);
  }

  private void executionEnded(String arn) {
    running.remove(arn);
    answered.remove(arn);
    lines.remove(arn);
  }
}
