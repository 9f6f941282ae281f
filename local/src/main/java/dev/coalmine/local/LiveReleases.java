package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.terminal.Lines;
import dev.coalmine.local.terminal.Running;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows each release as it stands, from its start to its end. */
final class LiveReleases implements ExecutionListener {
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final Lines lines;

  LiveReleases(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void happened(Execution execution, HistoryEvent event) {
    if (!execution.identity().stateMachineName().equals(World.NAME)) {
      return; // what serves a stack shows by its release
    }
    String arn = execution.identity().arn();
    switch (event.type()) {
      case EXECUTION_STARTED ->
          stands(arn, Running.started(execution.identity().name(), event.timestamp()));
      case TASK_SUCCEEDED -> answered(arn, event);
      case TASK_STATE_EXITED -> exited(arn, event);
      default -> {
        if (event.type().endsExecution()) {
          ended(arn);
        }
      }
    }
  }

  /** A state that a Catch led out of has an older document, whose figures are counted already. */
  private void answered(String arn, HistoryEvent event) {
    if (event.facts().get("resource").equals("invoke")) {
      answered.add(arn);
    }
  }

  private void exited(String arn, HistoryEvent event) {
    if (answered.remove(arn)) {
      Map<String, Object> output = Template.map(event.facts().get("output"));
      answered(arn, event.timestamp(), event.stateName(), output);
    }
  }

  private void answered(String arn, Instant at, String state, Map<String, Object> output) {
    Map<String, Object> release = Template.map(Template.map(output.get("latest")).get("release"));
    stands(arn, running.get(arn).answered(at, state, release));
  }

  private void stands(String arn, Running release) {
    running.put(arn, release);
    lines.runs(arn, release);
  }

  private void ended(String arn) {
    running.remove(arn);
    answered.remove(arn);
    lines.ended(arn);
  }
}
