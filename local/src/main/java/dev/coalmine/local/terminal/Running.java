package dev.coalmine.local.terminal;

import dev.coalmine.release.Numbers;
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
 * @param stands what else is to be said of it; empty if it just bakes
 * @param people whether it waits for a person
 * @param next what happens next
 */
public record Running(
    String id,
    int weight,
    String verdict,
    Served canary,
    Served baseline,
    Optional<Evidence> evidence,
    String stands,
    boolean people,
    Next next) {

  /**
   * Requests that were counted.
   *
   * @param requests of all targets together
   * @param errors those of them that failed
   */
  public record Served(double requests, double errors) {
    static final Served NOTHING = new Served(0, 0);

    Served plus(Served other) {
      return new Served(requests + other.requests, errors + other.errors);
    }

    /** The share that failed: {@code 0.083 %}; of none a dash. */
    String rate() {
      return requests > 0 ? Numbers.percent(errors / requests) : "-";
    }
  }

  /**
   * How far a test has come.
   *
   * @param odds that the canary is worse
   * @param threshold the odds from which on it fails the canary
   */
  public record Evidence(double odds, double threshold) {
    private double reached() {
      return odds / threshold;
    }
  }

  /**
   * What a release does next.
   *
   * @param what in the words of the workflow
   * @param due when, if it is not at it now
   */
  record Next(What what, Instant due) {
    /** The two things that a release can be waiting for, and the two that it can be doing. */
    enum What {
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
  public static Running started(String execution, Instant at) {
    return new Running(
        execution,
        0,
        "",
        Served.NOTHING,
        Served.NOTHING,
        Optional.empty(),
        "",
        false,
        new Next(Next.What.LOOKING, at));
  }

  /**
   * The same after a handler has answered.
   *
   * @param at when
   * @param state the state whose handler it is
   * @param answer the release document
   */
  public Running answered(Instant at, String state, Map<String, ?> answer) {
    Document document = new Document(answer);
    boolean look = state.equals("CheckAlarms"); // the figures of a look stay till the next one
    String waits = document.at("people").text("waitsFor");
    return new Running(
        document.text("id").isEmpty() ? id : document.text("id"),
        (int) document.number("weight"),
        look ? document.at("judgement").text("verdict") : verdict,
        look ? canary.plus(served(document, "canary")) : canary,
        look ? baseline.plus(served(document, "baseline")) : baseline,
        look ? strongest(document).or(() -> evidence) : evidence,
        stands(document, waits),
        waits.equals("RESUME") || waits.equals("APPROVAL") || waits.equals("VERDICT"),
        next(document, at));
  }

  private static Served served(Document release, String by) {
    return release.at("judgement").all("measured").stream()
        .map(measured -> measured.at(by))
        .map(counts -> new Served(counts.number("requests"), counts.number("errors")))
        .reduce(Served.NOTHING, Served::plus);
  }

  private static Optional<Evidence> strongest(Document release) {
    return release.at("judgement").all("measured").stream()
        .flatMap(measured -> measured.all("tests").stream())
        .map(test -> new Evidence(test.number("evidence"), test.number("threshold")))
        .max(Comparator.comparing(Evidence::reached));
  }

  private static String stands(Document release, String waits) {
    Document progress = release.at("progress");
    String hook = progress.at("hook").text("name");
    return switch (waits) {
      case "RESUME" -> "paused";
      case "APPROVAL" -> "asks for %.0f %%".formatted(release.at("people").number("asked"));
      case "VERDICT" -> "asks to promote";
      default -> hook.isEmpty() ? phase(release, progress.text("phase")) : "hook " + hook;
    };
  }

  private static String phase(Document release, String phase) {
    return switch (phase) {
      case "CLAIMING" -> "claiming";
      case "SETTLING" -> "settling";
      case "WATCHING" -> "watched";
      case "GOING_BACK" -> "going back";
      case "BAKING" -> "";
      default -> release.text("decision").equals("AWAIT_TARGET") ? "waits" : "";
    };
  }

  private static Next next(Document release, Instant at) {
    Instant due = at.plus(Duration.ofSeconds((long) release.number("waitSeconds")));
    return switch (release.text("decision")) {
      case "KEEP_BAKING", "ASK", "KEEP_WATCHING", "AWAIT_TARGET", "AWAIT_CLAIM", "AWAIT_RESTORE" ->
          new Next(Next.What.LOOK, due);
      case "CALL_HOOK" -> new Next(Next.What.ANSWER, due);
      case "CHECK" -> new Next(Next.What.LOOKING, at);
      default -> new Next(Next.What.MOVING, at);
    };
  }
}
