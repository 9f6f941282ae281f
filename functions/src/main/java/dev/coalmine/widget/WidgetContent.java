package dev.coalmine.widget;

import dev.coalmine.aws.Executions;
import dev.coalmine.document.HistoryRecorder;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.Release;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReportPage;
import dev.coalmine.target.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;

/** The content of the widget: the releases of one workflow, read from Step Functions. */
final class WidgetContent {
  /** The most running and the most ended releases in the list; each needs a call. */
  private static final int MOST = 10;

  /** The most histories that are read to find an id. */
  private static final int MOST_READ = 40;

  /**
   * The most answers that are read for a document. Once there is a document, every state passes it
   * on; a release that waits for its targets has a long history without one.
   */
  private static final int MOST_ANSWERS = 6;

  private final Executions executions;
  private final WidgetHtml html;

  WidgetContent(Executions executions, WidgetHtml html) {
    this.executions = executions;
    this.html = html;
  }

  /**
   * A release, or the list of them.
   *
   * @throws RefusedException if there is no such release
   */
  String html(WidgetRequest call) {
    if (!call.release().isEmpty()) {
      return drawn(find(call.release(), call.range()), call);
    }
    List<Executions.ListedExecution> all = executions.listLatest();
    return call.newest() && !all.isEmpty()
        ? drawn(history(newest(all).arn(), call.range()), call)
        : html.list(
            rows(all.stream().filter(one -> one.endedAt().isEmpty())),
            rows(all.stream().filter(one -> one.endedAt().isPresent() && ended(one, call.range()))),
            call.range().equals(WidgetRequest.TimeRange.ALL) ? "" : call.range().toString());
  }

  private static boolean ended(Executions.ListedExecution one, WidgetRequest.TimeRange range) {
    return range.overlaps(one.startedAt(), one.endedAt().orElse(Instant.MAX));
  }

  private static Executions.ListedExecution newest(List<Executions.ListedExecution> all) {
    return all.stream().filter(one -> one.endedAt().isEmpty()).findFirst().orElse(all.get(0));
  }

  private String drawn(ReleaseHistory story, WidgetRequest call) {
    return html.withBackLink(ReportPage.fragment(story, call.theme()));
  }

  /** Finds a release by its ARN, its execution's name or its id. */
  private ReleaseHistory find(String name, WidgetRequest.TimeRange range) {
    String arn = name.startsWith("arn:") ? name : executions.arn(name);
    if (!arn.startsWith(executions.arn(""))) {
      throw new RefusedException(name + " is not an execution of this workflow");
    }
    try {
      return history(arn, range);
    } catch (ExecutionDoesNotExistException | InvalidArnException none) {
      return history(byId(name), range);
    }
  }

  /** The history of a release, up to the end of the dashboard's range if that is now. */
  private ReleaseHistory history(String arn, WidgetRequest.TimeRange range) {
    HistoryRecorder recorder = new HistoryRecorder(arn);
    executions.history(arn).forEach(recorder::accept);
    ReleaseHistory told = recorder.history();
    return range.isUpToNow() && range.to().isAfter(told.until())
        ? recorder.history(range.to())
        : told;
  }

  /**
   * Finds a release by its id. Executions whose names contain the id are read first, as those that
   * the command line or an event started.
   */
  private String byId(String id) {
    return executions.listLatest().stream()
        .sorted(Comparator.comparing(one -> !one.name().contains(id)))
        .limit(MOST_READ)
        .map(Executions.ListedExecution::arn)
        .filter(arn -> document(arn).filter(release -> release.id().equals(id)).isPresent())
        .findFirst()
        .orElseThrow(() -> new RefusedException("release %s does not exist".formatted(id)));
  }

  /** The document of an execution; absent if it can't be read. */
  private Optional<Release> document(String arn) {
    try {
      return tail(arn).release(MOST_ANSWERS);
    } catch (IllegalStateException unknown) {
      return Optional.empty();
    }
  }

  private HistoryTail tail(String arn) {
    return new HistoryTail(arn, executions.newestFirst(arn));
  }

  private List<WidgetHtml.ReleaseRow> rows(Stream<Executions.ListedExecution> listed) {
    List<WidgetHtml.ReleaseRow> rows = new ArrayList<>();
    listed.limit(MOST).forEach(one -> rows.add(row(one)));
    return rows;
  }

  /** A row, also for a release that can't be read. */
  private WidgetHtml.ReleaseRow row(Executions.ListedExecution one) {
    try {
      return one.endedAt().isEmpty() ? running(one) : ended(one);
    } catch (RuntimeException e) {
      return new WidgetHtml.ReleaseRow(
          one, one.name(), one.status(), "", "cannot be read: " + e.getMessage());
    }
  }

  private WidgetHtml.ReleaseRow running(Executions.ListedExecution one) {
    Optional<Release> release = tail(one.arn()).release(MOST_ANSWERS);
    return new WidgetHtml.ReleaseRow(
        one,
        release.map(Release::id).orElse(one.name()),
        release.map(found -> found.approvals().waitReason().statusWord()).orElse("RUNNING"),
        release.map(found -> found.weight().toString()).orElse(""),
        release.map(Release::reason).orElse(""));
  }

  private WidgetHtml.ReleaseRow ended(Executions.ListedExecution one) {
    HistoryTail tail = tail(one.arn());
    ReleaseHistory.ExecutionEnd end = tail.requireEnd();
    Optional<Release> release = tail.release(MOST_ANSWERS);
    String word = end.outcomeWord();
    String why =
        release
            .map(Release::cause)
            .filter(cause -> cause != RollbackCause.NONE)
            .map(RollbackCause::name)
            .orElse("");
    return new WidgetHtml.ReleaseRow(
        one,
        release.map(Release::id).orElse(one.name()),
        end.outcome().equals(Optional.of(Outcome.ROLLED_BACK)) && !why.isEmpty()
            ? word + ": " + why
            : word,
        release.map(found -> found.weight().toString()).orElse(""),
        end.reason().isEmpty() ? release.map(Release::reason).orElse("") : end.reason());
  }
}
