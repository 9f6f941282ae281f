package dev.coalmine.cli.web;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.document.HistoryRecorder;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReportPage;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The history of one release while it runs. Each event is read once. */
final class ReleaseView {
  private final Execution execution;
  private final Function<HistoryEvent, HistoryEntry> eventReader;
  private final HistoryRecorder recorder;
  private int eventsRead;

  /** A view that has read no event. */
  ReleaseView(Execution execution, Function<HistoryEvent, HistoryEntry> eventReader) {
    this.execution = execution;
    this.eventReader = eventReader;
    this.recorder = new HistoryRecorder(execution.identity().arn());
  }

  /** Reads the events that were added since the last call; returns whether there were any. */
  boolean catchUp() {
    List<HistoryEvent> events = execution.history();
    List<HistoryEvent> later = events.subList(eventsRead, events.size());
    later.forEach(event -> recorder.accept(eventReader.apply(event)));
    eventsRead = events.size();
    return !later.isEmpty();
  }

  /** The history as far as it was read. */
  ReleaseHistory history(Instant now) {
    return recorder.history(now);
  }

  /** The release as one element of a page. */
  String fragment(Instant now) {
    return ReportPage.fragment(history(now));
  }
}
