package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.HistoryEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells many executions side by side: each line begins with the execution's name. */
final class Journal implements ExecutionListener {
  private final Map<String, Timeline> running = new ConcurrentHashMap<>();
  private final Consumer<String> lines;

  Journal(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void happened(Execution execution, HistoryEvent event) {
    if (!execution.identity().stateMachineName().equals(World.NAME)) {
      return; // what serves a stack shows by its release
    }
    String name = execution.identity().name();
    Timeline timeline =
        running.computeIfAbsent(
            execution.identity().arn(),
            arn -> new Timeline(line -> lines.accept(name + "  " + line), look -> {}));
    timeline.happened(execution, event);
    if (event.type().endsExecution()) {
      lines.accept(name + "  " + timeline.ending().join().line());
      running.remove(execution.identity().arn());
    }
  }
}
