package dev.coalmine.cli.web;

import dev.coalmine.document.HistoryReader;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReportPage;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** The story of one release as it goes on: each event of its history is read once. */
final class ReleaseView {
  private final Execution execution;
  private final BiConsumer<HistoryEvent, HistoryReader> teller;
  private final HistoryReader reader;
  private int heard;

  /**
   * A story that nothing was heard of.
   *
   * @param teller tells a reader of an event
   */
  ReleaseView(Execution execution, BiConsumer<HistoryEvent, HistoryReader> teller) {
    this.execution = execution;
    this.teller = teller;
    this.reader = new HistoryReader(execution.identity().arn());
  }

  /** Hears what has happened since; whether anything has. */
  boolean catchUp() {
    List<HistoryEvent> events = execution.history();
    List<HistoryEvent> later = events.subList(heard, events.size());
    later.forEach(event -> teller.accept(event, reader));
    heard = events.size();
    return !later.isEmpty();
  }

  /** The story as far as it was heard. */
  ReleaseHistory story(Instant now) {
    return reader.history(now);
  }

  /** The release as one element of a page. */
  String fragment(Instant now) {
    return ReportPage.fragment(story(now));
  }
}
