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

/** What a widget shows of the releases of one workflow, as Step Functions tells of them now. */
final class WidgetContent {
  /** So many that run are listed, and so many that have ended; each costs a call. */
  private static final int MOST = 10;

  /** So many histories are read for an id that is no execution's name. */
  private static final int MOST_READ = 40;

  /** Once there is a document, every state answers it; one that still waits has a long history. */
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

  /** The release that is meant. */
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

  /** Told up to now, where the dashboard says when that is. */
  private ReleaseHistory history(String arn, WidgetRequest.TimeRange range) {
    HistoryRecorder recorder = new HistoryRecorder(arn);
    executions.history(arn).forEach(recorder::accept);
    ReleaseHistory told = recorder.history();
    return range.isUpToNow() && range.to().isAfter(told.until())
        ? recorder.history(range.to())
        : told;
  }

  /** Whoever starts releases by the command line, or by an event, has the id in the name. */
  private String byId(String id) {
    return executions.listLatest().stream()
        .sorted(Comparator.comparing(one -> !one.name().contains(id)))
        .limit(MOST_READ)
        .map(Executions.ListedExecution::arn)
        .filter(arn -> document(arn).filter(release -> release.id().equals(id)).isPresent())
        .findFirst()
        .orElseThrow(() -> new RefusedException("release %s does not exist".formatted(id)));
  }

  /** One that can't be read is none that is looked for. */
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

  /** One that can't be read does not keep the others from being shown. */
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
        release.map(found -> found.people().waitsFor().statusWord()).orElse("RUNNING"),
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
