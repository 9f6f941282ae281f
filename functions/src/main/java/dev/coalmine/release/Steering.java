package dev.coalmine.release;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What comes of something that a release was told while it waited: a command, or a hook's answer.
 *
 * @param now when it heard it
 */
public record Steering(Instant now) {

  /**
   * What the release does next.
   *
   * @param told what woke it, as JSON
   * @param failure what a hook failed of, if it did
   */
  public Release decide(Release release, Object told, Optional<String> failure) {
    Optional<Said> said = told instanceof Map<?, ?> map ? Said.of(map, now) : Optional.empty();
    if (said.isPresent()) {
      return unfit(release, said.get().command())
          .map(why -> release.decided(Decision.CHECK, notFollowed(said.get(), why), 1))
          .orElseGet(() -> follow(release, said.get()));
    }
    if (!release.progress().hook().isPending()) {
      return release.decided(Decision.CHECK, "woken by something that is no command", 1);
    }
    return failure
        .map(why -> new HookAnswer(HookAnswer.Status.FAILED, why))
        .or(() -> Optional.of(HookAnswer.of(told)))
        .map(answer -> hook(release, answer))
        .orElseThrow();
  }

  private static String notFollowed(Said said, String why) {
    return "told to %s by %s, which it can't: it %s"
        .formatted(said.command().words(), said.byAndWhy(), why);
  }

  /**
   * Why a release can't follow a command as it stands, for a sentence that begins with it; nothing
   * if it can.
   */
  public static Optional<String> unfit(Release release, Command command) {
    if (command == Command.LOOK) {
      return Optional.empty();
    }
    boolean hook = release.progress().hook().isPending();
    return switch (release.progress().phase()) {
      case CLAIMING -> Optional.of("has not begun yet");
      case GOING_BACK -> Optional.of("is being rolled back");
      case BAKING ->
          hook ? unfitBesideHook(release, command) : unfitBaking(release.people(), command);
      case SETTLING, WATCHING ->
          hook ? unfitBesideHook(release, command) : unfitPromoted(release, command);
    };
  }

  private static Optional<String> unfitBesideHook(Release release, Command command) {
    return command == Command.ROLL_BACK
        ? Optional.empty()
        : Optional.of("waits for the answer of " + release.progress().hook());
  }

  private static Optional<String> unfitBaking(People people, Command command) {
    return switch (command) {
      case APPROVE, REJECT ->
          people.isAsked() ? Optional.empty() : Optional.of("asks for no approval now");
      case PAUSE -> people.isWaiting() ? Optional.of("is " + people.words()) : Optional.empty();
      case RESUME ->
          people.waitsFor() == People.For.RESUME ? Optional.empty() : Optional.of("is not paused");
      case SKIP, PROMOTE ->
          people.isAsked()
              ? Optional.of("is " + people.words() + ": approve or reject that")
              : Optional.empty();
      case LOOK, ROLL_BACK -> Optional.empty();
    };
  }

  private static Optional<String> unfitPromoted(Release release, Command command) {
    return switch (command) {
      case LOOK, ROLL_BACK -> Optional.empty();
      case SKIP ->
          release.progress().phase() == Progress.Phase.WATCHING
              ? Optional.empty()
              : Optional.of("is promoted, and AWS still moves the requests");
      case PAUSE, RESUME, PROMOTE, APPROVE, REJECT ->
          Optional.of("is promoted already, and only watched");
    };
  }

  private Release follow(Release release, Said said) {
    if (said.command() == Command.LOOK) {
      return release.decided(Decision.CHECK, said.byAndWhy(), 1);
    }
    Release heard = release.with(release.people().hearing(said));
    return switch (said.command()) {
      case PAUSE -> pause(heard, said);
      case RESUME -> heard.goingOn(now).decided(Decision.CHECK, "resumed by " + said.byAndWhy(), 1);
      case SKIP -> skip(heard, said);
      case PROMOTE -> promote(heard.goingOn(now), "promoted by " + said.byAndWhy());
      case APPROVE -> approve(heard, said);
      case REJECT -> back(heard, said, "rejected by ");
      case ROLL_BACK -> back(heard, said, "rolled back by ");
      case LOOK -> heard;
    };
  }

  private Release pause(Release release, Said said) {
    return release
        .with(release.people().waitingFor(People.For.RESUME, Weight.NONE, now))
        .waiting("paused by " + said.byAndWhy(), now);
  }

  private Release back(Release release, Said said, String what) {
    Cause cause = said.isOfRelease() ? Cause.REPLACED : Cause.PERSON;
    return release.goingOn(now).rollingBack(cause, what + said.byAndWhy());
  }

  private Release promote(Release release, String why) {
    Release passed = release.passed(why, now).with(release.people().allowing(Weight.ALL));
    return passed.goTo(Weight.ALL, why);
  }

  private Release skip(Release release, Said said) {
    String by = said.byAndWhy();
    if (release.progress().phase() == Progress.Phase.WATCHING) {
      return release.finished("watch ended by " + by);
    }
    Release resumed = release.goingOn(now);
    Weight next =
        resumed.plan().isPaced() ? resumed.plan().rung(resumed.weight()) : resumed.nextStep();
    String why = "rest of the bake at %s skipped by %s".formatted(resumed.weight(), by);
    return resumed.goOnTo(next, why, why, now);
  }

  /**
   * The next look goes on by what it finds; where nothing serves yet, time is up, or somebody did
   * not want to wait for the bake, now.
   */
  private Release approve(Release release, Said said) {
    String why =
        "%s %% approved by %s".formatted(release.people().asked().percent(), said.byAndWhy());
    boolean verdict = release.people().waitsFor() == People.For.VERDICT;
    Release allowed =
        release.with(release.people().allowing(release.people().asked())).goingOn(now);
    if (isSkipped(release.people())) {
      return allowed.passed(why, now).goTo(release.people().asked(), why);
    }
    if (verdict) {
      return promote(allowed, why + "; " + release.judgement().reason());
    }
    return allowed.weight().equals(Weight.NONE)
        ? allowed.begin(why, now).telling(News.STARTED)
        : allowed.decided(Decision.CHECK, why, 1);
  }

  /** Whether it asks because somebody skipped the bake. */
  private static boolean isSkipped(People people) {
    return people.said().stream()
        .anyMatch(one -> one.command() == Command.SKIP && one.at().equals(people.since()));
  }

  private Release hook(Release release, HookAnswer answer) {
    String called = release.progress().hook().toString();
    boolean again = answer.status() == HookAnswer.Status.PENDING;
    String message = again ? "it answered Pending again, with its token" : answer.message();
    String says = message.isEmpty() ? "" : ": " + message;
    return answer.status() != HookAnswer.Status.SUCCEEDED
        ? release
            .with(release.progress().answered())
            .rollingBack(Cause.HOOK, called + " failed" + says)
        : release.hookPassed(called + " passed" + says, now);
  }
}
