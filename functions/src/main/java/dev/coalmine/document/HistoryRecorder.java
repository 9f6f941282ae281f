package dev.coalmine.document;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.report.ReleaseHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Collects all of an execution's history for a report, from its first event on. */
public final class HistoryRecorder {
  private final String execution;
  private final HistoryReader reader = new HistoryReader(List.of(new Collector()));
  private final List<ReleaseHistory.StateOutput> outputs = new ArrayList<>();
  private final List<ReleaseHistory.TaskFailure> failures = new ArrayList<>();
  private Instant startedAt = Instant.EPOCH;
  private Instant latest = Instant.EPOCH;
  private String request = "";
  private Optional<ReleaseHistory.ExecutionEnd> end = Optional.empty();

  /**
   * An empty history.
   *
   * @param execution ARN
   */
  public HistoryRecorder(String execution) {
    this.execution = execution;
  }

  private final class Collector implements HistoryListener {
    @Override
    public void started(Instant at, String input) {
      startedAt = at;
      request = input;
    }

    @Override
    public void answered(Instant at, String state, StateAnswer answer) {
      answer
          .requireReadable()
          .ifPresent(release -> outputs.add(new ReleaseHistory.StateOutput(at, state, release)));
    }

    @Override
    public void taskFailed(ReleaseHistory.TaskFailure failure, boolean tokenTask) {
      failures.add(failure);
    }

    @Override
    public void ended(ReleaseHistory.ExecutionEnd how) {
      end = Optional.of(how);
    }
  }

  /**
   * Adds the next event.
   *
   * @throws IllegalStateException if it has a document that this code can't read
   */
  public HistoryRecorder accept(HistoryEntry entry) {
    latest = entry.at();
    if (entry.type() == HistoryEventType.EXECUTION_REDRIVEN) {
      end = Optional.empty();
    }
    reader.accept(entry);
    return this;
  }

  /** Whether the execution is a release; those of other state machines have other states. */
  public boolean isRelease() {
    return reader.isRelease();
  }

  /** Whether the execution has ended. */
  public boolean hasEnded() {
    return end.isPresent();
  }

  /** The history up to the last event. */
  public ReleaseHistory history() {
    return history(latest);
  }

  /**
   * The history up to a moment.
   *
   * @param now where a history without an end stops
   */
  public ReleaseHistory history(Instant now) {
    return new ReleaseHistory(
        execution,
        startedAt,
        end.map(ReleaseHistory.ExecutionEnd::at).orElse(now),
        request,
        outputs,
        failures,
        end,
        reader.usage());
  }
}
