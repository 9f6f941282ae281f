package dev.coalmine.cli.terminal;

import dev.coalmine.release.Approvals;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;
import dev.coalmine.text.VisibleText;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A running release, as far as its line shows it.
 *
 * @param id the release's name; the execution's name before Prepare has answered
 * @param weight the canary's share, in percent
 * @param verdict of the last look; empty before the first
 * @param canary requests to the canary since the release began
 * @param baseline requests to the baseline in the same minutes
 * @param evidence of the strongest test; absent before there are numbers
 * @param note what the release does or waits for; empty while it bakes
 * @param awaitsPerson whether it waits for a person
 * @param next what happens next
 */
public record ReleaseLine(
    String id,
    int weight,
    String verdict,
    ServedRequests canary,
    ServedRequests baseline,
    Optional<StrongestEvidence> evidence,
    String note,
    boolean awaitsPerson,
    NextAction next) {

  /** Name and note can come from outside; the columns are as wide as what is shown of them. */
  public ReleaseLine {
    id = VisibleText.of(id);
    note = VisibleText.of(note);
  }

  /**
   * Requests that looks have counted.
   *
   * @param requests of all targets together
   * @param errors those of them that failed
   */
  public record ServedRequests(double requests, double errors) {
    static final ServedRequests NOTHING = new ServedRequests(0, 0);

    ServedRequests plus(ServedRequests other) {
      return new ServedRequests(requests + other.requests, errors + other.errors);
    }

    /** The share that failed: {@code 0.083 %}; a dash if there were no requests. */
    String rate() {
      return requests > 0 ? NumberText.percent(errors / requests) : "-";
    }
  }

  /**
   * The progress of a test.
   *
   * @param odds that the canary is worse
   * @param threshold the odds from which on it fails the canary
   */
  public record StrongestEvidence(double odds, double threshold) {
    private double reached() {
      return odds / threshold;
    }
  }

  /**
   * What a release does next.
   *
   * @param kind what it does
   * @param due when it does it
   */
  record NextAction(NextActionKind kind, Instant due) {
    /** A release waits for the first two, and does the others now. */
    enum NextActionKind {
      /** The next look. */
      LOOK,
      /** The answer of a hook, until it is due. */
      ANSWER,
      /** A look runs. */
      LOOKING,
      /** A write runs. */
      MOVING
    }
  }

  /** A release that has just started. */
  public static ReleaseLine started(String execution, Instant at) {
    return new ReleaseLine(
        execution,
        0,
        "",
        ServedRequests.NOTHING,
        ServedRequests.NOTHING,
        Optional.empty(),
        "",
        false,
        new NextAction(NextAction.NextActionKind.LOOKING, at));
  }

  /**
   * The line after a handler has answered. Verdict and figures stay until the next look.
   *
   * @param at when it answered
   * @param state the state of the handler
   */
  public ReleaseLine afterAnswer(Instant at, String state, Release release) {
    boolean look = state.equals("CheckAlarms");
    List<MetricSample> samples = look ? release.analysis().samples() : List.of();
    return new ReleaseLine(
        release.id(),
        release.weight().percent(),
        look ? release.analysis().verdict().name() : verdict,
        canary.plus(served(samples, MetricSample::canary)),
        baseline.plus(served(samples, MetricSample::baseline)),
        strongest(samples).or(() -> evidence),
        note(release),
        release.approvals().waitReason() != Approvals.WaitReason.NOTHING,
        next(release, at));
  }

  /** The line while the release has no document that can be read. */
  public ReleaseLine withoutDocument(String id, String note, Instant nextLook) {
    return new ReleaseLine(
        id,
        weight,
        verdict,
        canary,
        baseline,
        evidence,
        note,
        false,
        new NextAction(NextAction.NextActionKind.LOOK, nextLook));
  }

  private static ServedRequests served(
      List<MetricSample> samples, Function<MetricSample, RequestCounts> version) {
    return samples.stream()
        .map(version)
        .map(counts -> new ServedRequests(counts.requests(), counts.errors()))
        .reduce(ServedRequests.NOTHING, ServedRequests::plus);
  }

  private static Optional<StrongestEvidence> strongest(List<MetricSample> samples) {
    return samples.stream()
        .flatMap(sample -> sample.tests().stream())
        .map(test -> new StrongestEvidence(test.evidence(), test.threshold()))
        .max(Comparator.comparing(StrongestEvidence::reached));
  }

  private static String note(Release release) {
    return switch (release.approvals().waitReason()) {
      case RESUME -> "paused";
      case APPROVAL ->
          "awaits approval of %d %%".formatted(release.approvals().requestedWeight().percent());
      case VERDICT -> "awaits approval to promote";
      case UNPROVEN -> "awaits approval to stay promoted";
      case NOTHING ->
          release.progress().hook().isPending()
              ? "hook " + release.progress().hook().name()
              : phase(release);
    };
  }

  private static String phase(Release release) {
    return switch (release.progress().phase()) {
      case CLAIMING -> "claiming";
      case SETTLING -> "settling";
      case WATCHING -> "watching";
      case GOING_BACK -> "rolling back";
      case BAKING -> "";
    };
  }

  private static NextAction next(Release release, Instant at) {
    Instant due = at.plusSeconds(release.waitSeconds());
    return switch (release.decision()) {
      case KEEP_BAKING, ASK, KEEP_WATCHING, AWAIT_TARGET, AWAIT_CLAIM, AWAIT_RESTORE ->
          new NextAction(NextAction.NextActionKind.LOOK, due);
      case CALL_HOOK -> new NextAction(NextAction.NextActionKind.ANSWER, due);
      case CHECK -> new NextAction(NextAction.NextActionKind.LOOKING, at);
      default -> new NextAction(NextAction.NextActionKind.MOVING, at);
    };
  }
}
