package dev.coalmine.cli.account;

import dev.coalmine.document.ReleaseDocument;
import dev.coalmine.release.Release;
import dev.coalmine.release.Steering;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends a running release a command and waits for its answer. */
public final class CommandSender {
  /** How long to wait until the release can take a command: an analysis takes a second or two. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(500);

  /** The state Steer may have a cold start, and only then is Decide entered. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final AwsAccount account;
  private final SteeringCommand command;
  private final String by;
  private final String why;

  /**
   * A command that is not sent yet.
   *
   * @param by who gives it
   * @param why empty if no reason is given
   */
  public CommandSender(AwsAccount account, SteeringCommand command, String by, String why) {
    this.account = account;
    this.command = command;
    this.by = by;
    this.why = why;
  }

  /**
   * The answer of the release.
   *
   * @param followed whether the release carries the command out; otherwise another change came
   *     first
   * @param document the release after the command; empty if it did not answer in time
   */
  public record CommandResult(boolean followed, Optional<Release> document) {}

  /**
   * Sends the command.
   *
   * @throws CommandFailedException if nothing was sent, because the release can't carry the command
   *     out, or did not wait for one
   */
  public CommandResult sendAndWait(ReleaseStatus release) {
    ReleaseStatus seen = release;
    for (Duration tried = Duration.ZERO; ; tried = tried.plus(AGAIN)) {
      requireRunning(seen);
      if (seen.token().isPresent()) {
        requireFollowable(seen);
        if (send(seen)) {
          return awaitAnswer(seen);
        }
      }
      if (tried.compareTo(PATIENCE) >= 0) {
        throw neverWaiting(seen);
      }
      account.sleeper().sleep(AGAIN);
      seen = new ReleaseFinder(account).byArn(seen.arn()).orElse(seen);
    }
  }

  private boolean send(ReleaseStatus seen) {
    String told = ReleaseDocument.toJson(command.toMessage(by, why));
    return account.call(() -> account.executions().completeTask(seen.token().orElseThrow(), told));
  }

  private static void requireRunning(ReleaseStatus seen) {
    seen.end()
        .ifPresent(
            end -> {
              throw CommandFailedException.refused(
                  "%s has ended: %s".formatted(seen.id(), describeEnd(end)));
            });
  }

  private static String describeEnd(ReleaseHistory.ExecutionEnd end) {
    return end.reason().isEmpty() ? end.outcomeWord() : end.outcomeWord() + ": " + end.reason();
  }

  private void requireFollowable(ReleaseStatus seen) {
    rejection(seen)
        .ifPresent(
            why -> {
              throw CommandFailedException.refused("%s %s".formatted(seen.id(), why));
            });
  }

  /** A document that can't be read can't be checked here; Steer checks it. */
  private Optional<String> rejection(ReleaseStatus seen) {
    return seen.document()
        .flatMap(release -> Steering.notAllowedReason(release, command, account.now()));
  }

  private CommandFailedException neverWaiting(ReleaseStatus seen) {
    String between =
        seen.document().isEmpty()
            ? "has not started yet: " + seen.reason()
            : "has been in state %s for more than %d s, where it takes no commands: try again"
                .formatted(seen.state(), PATIENCE.toSeconds());
    return CommandFailedException.refused(
        "%s %s; nothing was sent".formatted(seen.id(), rejection(seen).orElse(between)));
  }

  private CommandResult awaitAnswer(ReleaseStatus told) {
    for (Duration waited = Duration.ZERO;
        waited.compareTo(ANSWER) < 0;
        waited = waited.plus(AGAIN)) {
      account.sleeper().sleep(AGAIN);
      Optional<Release> said =
          account.call(
              () -> ReleaseStatus.answerAfter(account, told.arn(), told.newestEvent(), "Steer"));
      if (said.isPresent()) {
        return new CommandResult(isRecorded(said.get()), said);
      }
    }
    return new CommandResult(true, Optional.empty());
  }

  /** A release records a command unless it can't carry it out. */
  private boolean isRecorded(Release release) {
    SteeringEntry ours = new SteeringEntry(command, by, why, Instant.EPOCH);
    return release.approvals().entries().stream()
        .reduce((earlier, last) -> last)
        .filter(last -> last.command() == command && last.by().equals(ours.by()))
        .isPresent();
  }
}
