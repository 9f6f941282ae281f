package dev.coalmine.cli.progress;

import dev.coalmine.document.HistoryListener;
import dev.coalmine.document.HistoryReader;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Reads the history of each release once, while it runs, for several views. */
public final class RunningReleases implements ExecutionListener {
  private final List<Function<Execution, HistoryListener>> views;
  private final Map<String, HistoryReader> readers = new ConcurrentHashMap<>();

  /**
   * Views of all releases.
   *
   * @param views each makes a listener for every release that starts
   */
  public RunningReleases(List<Function<Execution, HistoryListener>> views) {
    this.views = List.copyOf(views);
  }

  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    if (!EngineHistory.isRelease(execution)) {
      return;
    }
    String arn = execution.identity().arn();
    readers.computeIfAbsent(arn, started -> reader(execution)).accept(EngineHistory.entry(event));
    if (event.type().endsExecution()) {
      readers.remove(arn);
    }
  }

  private HistoryReader reader(Execution execution) {
    return new HistoryReader(views.stream().map(view -> view.apply(execution)).toList());
  }
}
