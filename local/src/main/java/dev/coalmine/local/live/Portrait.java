package dev.coalmine.local.live;

import dev.coalmine.handler.StoryReader;
import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.report.Page;
import dev.coalmine.report.Story;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** The story of one release as it goes on: each event of its history is read once. */
final class Portrait {
  private final Execution execution;
  private final BiConsumer<HistoryEvent, StoryReader> teller;
  private final StoryReader reader;
  private int heard;

  /**
   * A story that nothing was heard of.
   *
   * @param teller tells a reader of an event
   */
  Portrait(Execution execution, BiConsumer<HistoryEvent, StoryReader> teller) {
    this.execution = execution;
    this.teller = teller;
    this.reader = new StoryReader(execution.identity().arn());
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
  Story story(Instant now) {
    return reader.story(now);
  }

  /** The release as one element of a page. */
  String fragment(Instant now) {
    return Page.fragment(story(now));
  }
}
