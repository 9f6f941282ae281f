package dev.coalmine.local.remote;

import dev.coalmine.handler.ReleaseDocument;
import dev.coalmine.release.Command;
import dev.coalmine.release.Release;
import dev.coalmine.release.Said;
import dev.coalmine.release.Steering;
import dev.coalmine.report.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells a release something, and hears what comes of it. */
public final class Telling {
  /** For so long it is tried to find the release waiting: a look takes a second or two. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(500);

  /** Steer may have to be started first, and Decide is entered only then. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Account account;
  private final Command command;
  private final String by;
  private final String why;

  /**
   * What is to be told.
   *
   * @param by who says so
   * @param why empty if no reason is given
   */
  public Telling(Account account, Command command, String by, String why) {
    this.account = account;
    this.command = command;
    this.by = by;
    this.why = why;
  }

  /**
   * What came of it.
   *
   * @param followed whether the release does it; else something else came first
   * @param document what the release said; nothing if it did not answer in time
   */
  public record Heard(boolean followed, Optional<Release> document) {}

  /**
   * Tells it.
   *
   * @throws Failure if nothing was sent, because the release can't follow, or never waited
   */
  public Heard tell(Sighting release) {
    Sighting seen = release;
    for (Duration tried = Duration.ZERO; ; tried = tried.plus(AGAIN)) {
      mustRun(seen);
      if (seen.token().isPresent()) {
        mustBeFit(seen);
        if (send(seen)) {
          return hear(seen);
        }
      }
      if (tried.compareTo(PATIENCE) >= 0) {
        throw missed(seen);
      }
      account.pace().pause(AGAIN);
      seen = new Releases(account).at(seen.arn()).orElse(seen);
    }
  }

  private boolean send(Sighting seen) {
    String told = ReleaseDocument.text(command.told(by, why));
    return account.ask(() -> account.executions().answer(seen.token().orElseThrow(), told));
  }

  private static void mustRun(Sighting seen) {
    seen.end()
        .ifPresent(
            end -> {
              throw Failure.refused("%s has ended: %s".formatted(seen.id(), words(end)));
            });
  }

  private static String words(Story.End end) {
    return end.reason().isEmpty() ? end.word() : end.word() + ": " + end.reason();
  }

  private void mustBeFit(Sighting seen) {
    unfit(seen)
        .ifPresent(
            why -> {
              throw Failure.refused("%s %s".formatted(seen.id(), why));
            });
  }

  /** What can't be read can't be judged here: Steer does. */
  private Optional<String> unfit(Sighting seen) {
    return seen.document().flatMap(release -> Steering.unfit(release, command));
  }

  private Failure missed(Sighting seen) {
    String between =
        seen.document().isEmpty()
            ? "has not begun yet: " + seen.reason()
            : "is between two waits, in state %s, for more than %d s: try again"
                .formatted(seen.state(), PATIENCE.toSeconds());
    return Failure.refused(
        "%s %s; nothing was sent".formatted(seen.id(), unfit(seen).orElse(between)));
  }

  private Heard hear(Sighting told) {
    for (Duration waited = Duration.ZERO;
        waited.compareTo(ANSWER) < 0;
        waited = waited.plus(AGAIN)) {
      account.pace().pause(AGAIN);
      Optional<Release> said =
          account
              .ask(() -> Sighting.answerAfter(account, told.arn(), told.newest(), "Steer"))
              .flatMap(answer -> ReleaseDocument.in(told.arn(), answer));
      if (said.isPresent()) {
        return new Heard(isHeard(said.get()), said);
      }
    }
    return new Heard(true, Optional.empty());
  }

  /** A release remembers what it was told, unless it could not follow. */
  private boolean isHeard(Release release) {
    Said ours = new Said(command, by, why, Instant.EPOCH);
    return release.people().said().stream()
        .reduce((earlier, last) -> last)
        .filter(last -> last.command() == command && last.by().equals(ours.by()))
        .isPresent();
  }
}
