package dev.coalmine.cli.rehearsal;

import dev.coalmine.aws.Executions;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.ReleaseDocument;
import dev.coalmine.release.Steering;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says to the release of a rehearsal what a person would, at the moment and as the person would.
 */
public final class ScriptedOperator {
  /** Who speaks: a rehearsal reads the same whoever plays it. */
  private static final String BY = "you";

  private static final int TRIES = 60;

  private final SimulatedAccount world;
  private final ReleaseTimeline timeline;
  private final Instant start;
  private final Supplier<Executions> executions;

  /** A voice in a world whose release is about to start; its timeline tells what is not heard. */
  public ScriptedOperator(SimulatedAccount world, ReleaseTimeline timeline) {
    this.world = world;
    this.timeline = timeline;
    this.start = world.clock().instant();
    this.executions = () -> StepFunctions.fromEnvironment("Voice").executions();
  }

  /** Will say it. */
  public void schedule(ScriptedCommand saying) {
    world.clock().runAt(start.plus(saying.delay()), () -> attempt(saying, 1));
  }

  private void attempt(ScriptedCommand saying, int tried) {
    if (timeline.result().isDone() || !timeline.hasStarted()) {
      remarkFailure(
          saying,
          timeline.hasStarted() ? "the release has ended" : "the release has not started yet");
      return;
    }
    String arn = timeline.executionArn();
    HistoryTail latest = new HistoryTail(arn, executions.get().newestFirst(arn));
    Optional<String> token = latest.token();
    Optional<String> unfit =
        latest
            .release()
            .flatMap(release -> Steering.notAllowedReason(release, saying.command()))
            .map(why -> "the release " + why);
    if (token.isPresent() && unfit.isPresent()) {
      remarkFailure(saying, unfit.get());
    } else if (token.isEmpty() || !send(saying, token.get())) {
      retryLater(saying, tried, unfit.orElse("the release was not waiting for a minute"));
    }
  }

  private boolean send(ScriptedCommand saying, String token) {
    String told = ReleaseDocument.toJson(saying.command().toMessage(BY, saying.reason()));
    return executions.get().completeTask(token, told);
  }

  private void retryLater(ScriptedCommand saying, int tried, String why) {
    if (tried > TRIES) {
      remarkFailure(saying, why);
    } else {
      Instant next = world.clock().instant().plusSeconds(1);
      world.clock().runAt(next, () -> attempt(saying, tried + 1));
    }
  }

  private void remarkFailure(ScriptedCommand saying, String why) {
    timeline.addRemark(
        Duration.between(start, world.clock().instant()),
        "ignored %s by %s: %s".formatted(saying.command().toText(), BY, why));
  }
}
