package dev.coalmine.handler;

import dev.coalmine.aws.EndedExecution;
import dev.coalmine.aws.Executions;
import dev.coalmine.release.Cause;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.Release;
import dev.coalmine.report.Page;
import dev.coalmine.report.Story;
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
  String of(WidgetCall call) {
    if (!call.release().isEmpty()) {
      return drawn(find(call.release(), call.range()), call);
    }
    List<Executions.Listed> all = executions.listLatest();
    return call.newest() && !all.isEmpty()
        ? drawn(story(newest(all).arn(), call.range()), call)
        : html.list(
            rows(all.stream().filter(one -> one.endedAt().isEmpty())),
            rows(all.stream().filter(one -> one.endedAt().isPresent() && ended(one, call.range()))),
            call.range().equals(WidgetCall.Range.ALL) ? "" : call.range().toString());
  }

  private static boolean ended(Executions.Listed one, WidgetCall.Range range) {
    return range.meets(one.startedAt(), one.endedAt().orElse(Instant.MAX));
  }

  private static Executions.Listed newest(List<Executions.Listed> all) {
    return all.stream().filter(one -> one.endedAt().isEmpty()).findFirst().orElse(all.get(0));
  }

  private String drawn(Story story, WidgetCall call) {
    return html.framed(Page.fragment(story, call.theme()));
  }

  /** The release that is meant. */
  private Story find(String name, WidgetCall.Range range) {
    String arn = name.startsWith("arn:") ? name : executions.arn(name);
    if (!arn.startsWith(executions.arn(""))) {
      throw new RefusedException(name + " is no execution of this workflow");
    }
    try {
      return story(arn, range);
    } catch (ExecutionDoesNotExistException | InvalidArnException none) {
      return story(byId(name), range);
    }
  }

  /** Told up to now, where the dashboard says when that is. */
  private Story story(String arn, WidgetCall.Range range) {
    StoryReader reader = new StoryReader(arn);
    executions.history(arn).forEach(reader::hear);
    Story told = reader.story();
    return range.isUpToNow() && range.to().isAfter(told.until()) ? reader.story(range.to()) : told;
  }

  /** Whoever starts releases by the command line, or by an event, has the id in the name. */
  private String byId(String id) {
    return executions.listLatest().stream()
        .sorted(Comparator.comparing(one -> !one.name().contains(id)))
        .limit(MOST_READ)
        .map(Executions.Listed::arn)
        .filter(arn -> document(arn).filter(release -> release.id().equals(id)).isPresent())
        .findFirst()
        .orElseThrow(() -> new RefusedException("there is no release " + id));
  }

  /** One that can't be read is none that is looked for. */
  private Optional<Release> document(String arn) {
    try {
      return LastDocument.of(arn, executions.latest(arn).answers().limit(MOST_ANSWERS));
    } catch (IllegalStateException unknown) {
      return Optional.empty();
    }
  }

  private List<WidgetHtml.Row> rows(Stream<Executions.Listed> listed) {
    List<WidgetHtml.Row> rows = new ArrayList<>();
    listed.limit(MOST).forEach(one -> rows.add(row(one)));
    return rows;
  }

  /** One that can't be read does not keep the others from being shown. */
  private WidgetHtml.Row row(Executions.Listed one) {
    try {
      return one.endedAt().isEmpty() ? running(one) : ended(one);
    } catch (RuntimeException e) {
      return new WidgetHtml.Row(
          one, one.name(), one.status(), "", "can't be read: " + e.getMessage());
    }
  }

  private WidgetHtml.Row running(Executions.Listed one) {
    Optional<Release> release =
        LastDocument.of(one.arn(), executions.latest(one.arn()).answers().limit(MOST_ANSWERS));
    return new WidgetHtml.Row(
        one,
        release.map(Release::id).orElse(one.name()),
        release.map(found -> found.people().waitsFor().standing()).orElse("RUNNING"),
        release.map(found -> found.weight().toString()).orElse(""),
        release.map(Release::reason).orElse(""));
  }

  private WidgetHtml.Row ended(Executions.Listed one) {
    EndedExecution ended = executions.ended(one.arn());
    Optional<Release> release = LastDocument.of(one.arn(), ended.answers().limit(MOST_ANSWERS));
    Optional<Outcome> outcome = Outcome.of(ended.status(), ended.error());
    String word = outcome.map(Outcome::name).orElse(ended.status());
    String why =
        release
            .map(Release::cause)
            .filter(cause -> cause != Cause.NONE)
            .map(Cause::name)
            .orElse("");
    return new WidgetHtml.Row(
        one,
        release.map(Release::id).orElse(one.name()),
        outcome.equals(Optional.of(Outcome.ROLLED_BACK)) && !why.isEmpty()
            ? word + ": " + why
            : word,
        release.map(found -> found.weight().toString()).orElse(""),
        ended.cause().isEmpty() ? release.map(Release::reason).orElse("") : ended.cause());
  }
}
