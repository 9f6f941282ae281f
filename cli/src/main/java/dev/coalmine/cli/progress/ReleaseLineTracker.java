package dev.coalmine.cli.progress;

import dev.coalmine.cli.terminal.ProgressOutput;
import dev.coalmine.cli.terminal.ReleaseLine;
import dev.coalmine.document.HistoryListener;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.report.ReleaseHistory;
import java.time.Instant;
import java.util.function.Function;

/** Updates the line of each release, from its start to its end. */
public final class ReleaseLineTracker implements Function<Execution, HistoryListener> {
  private final ProgressOutput lines;

  public ReleaseLineTracker(ProgressOutput lines) {
    this.lines = lines;
  }

  @Override
  public HistoryListener apply(Execution execution) {
    return new LineUpdater(execution);
  }

  private final class LineUpdater implements HistoryListener {
    private final String arn;
    private ReleaseLine line;

    LineUpdater(Execution execution) {
      this.arn = execution.identity().arn();
      this.line =
          ReleaseLine.started(execution.identity().name(), execution.identity().startTime());
    }

    @Override
    public void started(Instant at, String request) {
      lines.update(arn, line);
    }

    @Override
    public void answered(Instant at, String state, StateAnswer answer) {
      Instant due = at.plusSeconds(answer.waitSeconds());
      line =
          answer
              .release()
              .map(release -> line.afterAnswer(at, state, release))
              .orElseGet(
                  () ->
                      line.withoutDocument(
                          answer.idOr(line.id()),
                          answer.isReadable() ? "waits" : "unreadable",
                          due));
      lines.update(arn, line);
    }

    @Override
    public void ended(ReleaseHistory.ExecutionEnd end) {
      lines.remove(arn);
    }
  }
}
