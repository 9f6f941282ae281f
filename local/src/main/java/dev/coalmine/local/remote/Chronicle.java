package dev.coalmine.local.remote;

import dev.coalmine.handler.StoryReader;
import dev.coalmine.report.Story;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import tools.jackson.core.JacksonException;

/** Reads the whole history of a release, of which a {@link Sighting} shows the end. */
public final class Chronicle {
  /** The most that a page may have (API reference, GetExecutionHistory). */
  private static final int PAGE = 1_000;

  private final Account account;
  private final LongConsumer progress;

  /**
   * A reader of histories.
   *
   * @param progress hears how many events were read, whenever there are more to come
   */
  public Chronicle(Account account, LongConsumer progress) {
    this.account = account;
    this.progress = progress;
  }

  /**
   * The story of a release, from its start to its end or to now.
   *
   * @throws Failure if it is none, or one of a version of Coalmine that this code does not know
   */
  public Story of(Sighting release) {
    StoryReader reader = account.ask(() -> read(release));
    if (!reader.isRelease()) {
      throw Failure.usage(
          "%s is no release: its execution does not prepare one".formatted(release.arn()));
    }
    return reader.story(account.now());
  }

  private StoryReader read(Sighting release) {
    StoryReader reader = new StoryReader(release.arn());
    GetExecutionHistoryRequest request =
        GetExecutionHistoryRequest.builder()
            .executionArn(release.arn())
            .includeExecutionData(true)
            .maxResults(PAGE)
            .build();
    long count = 0;
    for (GetExecutionHistoryResponse page : account.sfn().getExecutionHistoryPaginator(request)) {
      page.events().forEach(event -> hear(release, event, reader));
      count += page.events().size();
      if (page.nextToken() != null) {
        progress.accept(count);
      }
    }
    return reader;
  }

  private static void hear(Sighting release, HistoryEvent event, StoryReader reader) {
    try {
      reader.hear(event);
    } catch (IllegalStateException | JacksonException unknown) {
      throw Failure.refused(
          "%s was run by another version of Coalmine, whose report can draw it: %s"
              .formatted(release.id(), unknown.getMessage()));
    }
  }
}
