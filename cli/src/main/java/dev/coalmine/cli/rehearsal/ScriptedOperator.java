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

/** Sends the release of a rehearsal commands at given moments, as a person would. */
public final class ScriptedOperator {
  /** The name that the commands carry; it is fixed, so that the output is the same for everyone. */
  private static final String BY = "you";

  private static final int TRIES = 60;

  private final SimulatedAccount world;
  private final ReleaseTimeline timeline;
  private final Instant start;
  private final Supplier<Executions> executions;

  /** Schedules commands for a release that is about to start; its timeline shows failed ones. */
  public ScriptedOperator(SimulatedAccount world, ReleaseTimeline timeline) {
    this.world = world;
    this.timeline = timeline;
    this.start = world.clock().instant();
    this.executions = () -> StepFunctions.fromEnvironment("Voice").executions();
  }

  /** Schedules a command. */
  public void schedule(ScriptedCommand scripted) {
    world.clock().runAt(start.plus(scripted.delay()), () -> attempt(scripted, 1));
  }

  private void attempt(ScriptedCommand scripted, int attempts) {
    if (timeline.result().isDone() || !timeline.hasStarted()) {
      remarkFailure(
          scripted,
          timeline.hasStarted() ? "the release has ended" : "the release has not started yet");
      return;
    }
    String arn = timeline.executionArn();
    HistoryTail latest = new HistoryTail(arn, executions.get().newestFirst(arn));
    Optional<String> token = latest.token();
    Optional<String> rejection =
        latest
            .release()
            .flatMap(
                release ->
                    Steering.notAllowedReason(release, scripted.command(), world.clock().instant()))
            .map(why -> "the release " + why);
    if (token.isPresent() && rejection.isPresent()) {
      remarkFailure(scripted, rejection.get());
    } else if (token.isEmpty() || !send(scripted, token.get())) {
      retryLater(scripted, attempts, rejection.orElse("the release was not waiting for a minute"));
    }
  }

  private boolean send(ScriptedCommand scripted, String token) {
    String message = ReleaseDocument.toJson(scripted.command().toMessage(BY, scripted.reason()));
    return executions.get().completeTask(token, message);
  }

  private void retryLater(ScriptedCommand scripted, int attempts, String why) {
    if (attempts > TRIES) {
      remarkFailure(scripted, why);
    } else {
      Instant next = world.clock().instant().plusSeconds(1);
      world.clock().runAt(next, () -> attempt(scripted, attempts + 1));
    }
  }

  private void remarkFailure(ScriptedCommand scripted, String why) {
    timeline.addRemark(
        Duration.between(start, world.clock().instant()),
        "ignored %s by %s: %s".formatted(scripted.command().toText(), BY, why));
  }
}
