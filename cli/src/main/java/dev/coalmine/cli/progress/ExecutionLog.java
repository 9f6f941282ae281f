package dev.coalmine.cli.progress;

import dev.coalmine.document.HistoryListener;
import dev.coalmine.embedded.asl.Execution;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prints the timelines of many releases: each line begins with the execution's name. */
public final class ExecutionLog implements Function<Execution, HistoryListener> {
  private final Consumer<String> lines;

  public ExecutionLog(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public HistoryListener apply(Execution execution) {
    Consumer<String> named = line -> lines.accept(execution.identity().name() + "  " + line);
    ReleaseTimeline timeline = new ReleaseTimeline(named, look -> {});
    var unused = timeline.result().thenAccept(result -> named.accept(result.outcomeLine()));
    return timeline;
  }
}
