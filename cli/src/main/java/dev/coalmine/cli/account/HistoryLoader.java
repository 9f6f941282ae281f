package dev.coalmine.cli.account;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.document.HistoryRecorder;
import dev.coalmine.report.ReleaseHistory;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

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
    HistoryRecorder recorder = account.call(() -> read(release));
    if (!recorder.isRelease()) {
      throw CommandFailedException.usage(
          "%s is not a release: its execution has no state Prepare".formatted(release.arn()));
    }
    return recorder.history(account.now());
  }

  private HistoryRecorder read(ReleaseStatus release) {
    HistoryRecorder recorder = new HistoryRecorder(release.arn());
    GetExecutionHistoryRequest request =
        GetExecutionHistoryRequest.builder()
            .executionArn(release.arn())
            .includeExecutionData(true)
            .maxResults(PAGE)
            .build();
    long count = 0;
    for (GetExecutionHistoryResponse page : account.sfn().getExecutionHistoryPaginator(request)) {
      page.events().forEach(event -> accept(release, event, recorder));
      count += page.events().size();
      if (page.nextToken() != null) {
        progress.accept(count);
      }
    }
    return recorder;
  }

  private static void accept(ReleaseStatus release, HistoryEvent event, HistoryRecorder recorder) {
    try {
      recorder.accept(HistoryEntry.of(event));
    } catch (IllegalStateException unknown) {
      throw CommandFailedException.refused(
          "can't read the history of %s, which another version of Coalmine wrote: %s; use the report command of that version"
              .formatted(release.id(), unknown.getMessage()));
    }
  }
}
