package dev.coalmine.cli.account;

import dev.coalmine.document.HistoryReader;
import dev.coalmine.report.ReleaseHistory;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import tools.jackson.core.JacksonException;

/** Reads the whole history of a release, of which a {@link ReleaseStatus} shows the end. */
public final class HistoryLoader {
  /** The most that a page may have (API reference, GetExecutionHistory). */
  private static final int PAGE = 1_000;

  private final AwsAccount account;
  private final LongConsumer progress;

  /**
   * A reader of histories.
   *
   * @param progress hears how many events were read, whenever there are more to come
   */
  public HistoryLoader(AwsAccount account, LongConsumer progress) {
    this.account = account;
    this.progress = progress;
  }

  /**
   * The story of a release, from its start to its end or to now.
   *
   * @throws CommandFailedException if it is none, or one of a version of Coalmine that this code
   *     does not know
   */
  public ReleaseHistory load(ReleaseStatus release) {
    HistoryReader reader = account.call(() -> read(release));
    if (!reader.isRelease()) {
      throw CommandFailedException.usage(
          "%s is not a release: its execution has no state Prepare".formatted(release.arn()));
    }
    return reader.history(account.now());
  }

  private HistoryReader read(ReleaseStatus release) {
    HistoryReader reader = new HistoryReader(release.arn());
    GetExecutionHistoryRequest request =
        GetExecutionHistoryRequest.builder()
            .executionArn(release.arn())
            .includeExecutionData(true)
            .maxResults(PAGE)
            .build();
    long count = 0;
    for (GetExecutionHistoryResponse page : account.sfn().getExecutionHistoryPaginator(request)) {
      page.events().forEach(event -> accept(release, event, reader));
      count += page.events().size();
      if (page.nextToken() != null) {
        progress.accept(count);
      }
    }
    return reader;
  }

  private static void accept(ReleaseStatus release, HistoryEvent event, HistoryReader reader) {
    try {
      reader.accept(event);
    } catch (IllegalStateException | JacksonException unknown) {
      throw CommandFailedException.refused(
          "can't read the history of %s, which another version of Coalmine wrote: %s; use the report command of that version"
              .formatted(release.id(), unknown.getMessage()));
    }
  }
}
