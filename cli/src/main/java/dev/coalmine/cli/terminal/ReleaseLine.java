package dev.coalmine.cli.terminal;

import dev.coalmine.text.NumberText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A release that goes on, as far as its line shows it.
 *
 * @param id the release's name; that of its execution before it has one
 * @param weight the canary's share, in percent
 * @param verdict of the last look; empty before the first
 * @param canary what the canary has served since the release began
 * @param baseline what the baseline has served in the same minutes
 * @param evidence of the test that has come furthest, if there are numbers for one
 * @param note what else is to be said of it; empty if it just bakes
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

  /**
   * Requests that were counted.
   *
   * @param requests of all targets together
   * @param errors those of them that failed
   */
  public record ServedRequests(double requests, double errors) {
    static final ServedRequests NOTHING = new ServedRequests(0, 0);

    ServedRequests plus(ServedRequests other) {
      return new ServedRequests(requests + other.requests, errors + other.errors);
    }

    /** The share that failed: {@code 0.083 %}; of none a dash. */
    String rate() {
      return requests > 0 ? NumberText.percent(errors / requests) : "-";
    }
  }

  /**
   * How far a test has come.
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
   * @param kind in the words of the workflow
   * @param due when, if it is not at it now
   */
  record NextAction(NextActionKind kind, Instant due) {
    /** The two things that a release can be waiting for, and the two that it can be doing. */
    enum NextActionKind {
      /** A look when it is due. */
      LOOK,
      /** An answer, which must come before it is due. */
      ANSWER,
      /** It looks right now. */
      LOOKING,
      /** It writes right now. */
      MOVING
    }
  }

  /** One that has just started. */
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
   * The same after a handler has answered.
   *
   * @param at when
   * @param state the state whose handler it is
   * @param answer the release document
   */
  public ReleaseLine afterAnswer(Instant at, String state, Map<String, ?> answer) {
    DocumentFields document = new DocumentFields(answer);
    boolean look = state.equals("CheckAlarms"); // the figures of a look stay till the next one
    String waits = document.field("people").text("waitsFor");
    return new ReleaseLine(
        document.text("id").isEmpty() ? id : document.text("id"),
        (int) document.number("weight"),
        look ? document.field("judgement").text("verdict") : verdict,
        look ? canary.plus(served(document, "canary")) : canary,
        look ? baseline.plus(served(document, "baseline")) : baseline,
        look ? strongest(document).or(() -> evidence) : evidence,
        stands(document, waits),
        waits.equals("RESUME") || waits.equals("APPROVAL") || waits.equals("VERDICT"),
        next(document, at));
  }

  private static ServedRequests served(DocumentFields release, String by) {
    return release.field("judgement").list("measured").stream()
        .map(measured -> measured.field(by))
        .map(counts -> new ServedRequests(counts.number("requests"), counts.number("errors")))
        .reduce(ServedRequests.NOTHING, ServedRequests::plus);
  }

  private static Optional<StrongestEvidence> strongest(DocumentFields release) {
    return release.field("judgement").list("measured").stream()
        .flatMap(measured -> measured.list("tests").stream())
        .map(test -> new StrongestEvidence(test.number("evidence"), test.number("threshold")))
        .max(Comparator.comparing(StrongestEvidence::reached));
  }

  private static String stands(DocumentFields release, String waits) {
    DocumentFields progress = release.field("progress");
    String hook = progress.field("hook").text("name");
    return switch (waits) {
      case "RESUME" -> "paused";
      case "APPROVAL" ->
          "awaits approval of %.0f %%".formatted(release.field("people").number("asked"));
      case "VERDICT" -> "awaits approval to promote";
      default -> hook.isEmpty() ? phase(release, progress.text("phase")) : "hook " + hook;
    };
  }

  private static String phase(DocumentFields release, String phase) {
    return switch (phase) {
      case "CLAIMING" -> "claiming";
      case "SETTLING" -> "settling";
      case "WATCHING" -> "watching";
      case "GOING_BACK" -> "rolling back";
      case "BAKING" -> "";
      default -> release.text("decision").equals("AWAIT_TARGET") ? "waiting" : "";
    };
  }

  private static NextAction next(DocumentFields release, Instant at) {
    Instant due = at.plus(Duration.ofSeconds((long) release.number("waitSeconds")));
    return switch (release.text("decision")) {
      case "KEEP_BAKING", "ASK", "KEEP_WATCHING", "AWAIT_TARGET", "AWAIT_CLAIM", "AWAIT_RESTORE" ->
          new NextAction(NextAction.NextActionKind.LOOK, due);
      case "CALL_HOOK" -> new NextAction(NextAction.NextActionKind.ANSWER, due);
      case "CHECK" -> new NextAction(NextAction.NextActionKind.LOOKING, at);
      default -> new NextAction(NextAction.NextActionKind.MOVING, at);
    };
  }
}
