package dev.coalmine.cli.progress;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells many executions side by side: each line begins with the execution's name. */
public final class ExecutionLog implements ExecutionListener {
  private final Map<String, ReleaseTimeline> running = new ConcurrentHashMap<>();
  private final Consumer<String> lines;

  public ExecutionLog(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    if (!execution.identity().stateMachineName().equals(StackName.NAME)) {
      return; // what serves a stack shows by its release
    }
    String name = execution.identity().name();
    ReleaseTimeline timeline =
        running.computeIfAbsent(
            execution.identity().arn(),
            arn -> new ReleaseTimeline(line -> lines.accept(name + "  " + line), look -> {}));
    timeline.onEvent(execution, event);
    if (event.type().endsExecution()) {
      lines.accept(name + "  " + timeline.result().join().outcomeLine());
      running.remove(execution.identity().arn());
    }
  }
}
