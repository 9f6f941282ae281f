package dev.coalmine.local;

import dev.coalmine.aws.Executions;
import dev.coalmine.aws.LatestEvents;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.handler.ReleaseDocument;
import dev.coalmine.release.Steering;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says to the release of a rehearsal what a person would, at the moment and as the person would.
 */
final class Voice {
  /** Who speaks: a rehearsal reads the same whoever plays it. */
  private static final String BY = "you";

  private static final int TRIES = 60;

  private final World world;
  private final Timeline timeline;
  private final Instant start;
  private final Supplier<Executions> executions;

  /** A voice in a world whose release is about to start; its timeline tells what is not heard. */
  Voice(World world, Timeline timeline) {
    this.world = world;
    this.timeline = timeline;
    this.start = world.clock().instant();
    this.executions = () -> StepFunctions.fromEnvironment("Voice").executions();
  }

  /** Will say it. */
  void say(Saying saying) {
    world.clock().at(start.plus(saying.at()), () -> attempt(saying, 1));
  }

  private void attempt(Saying saying, int tried) {
    if (timeline.ending().isDone() || !timeline.hasBegun()) {
      remark(saying, timeline.hasBegun() ? "it has ended" : "it has not begun");
      return;
    }
    LatestEvents latest = executions.get().latest(timeline.execution());
    Optional<String> token = latest.token();
    Optional<String> unfit =
        ReleaseDocument.last(latest)
            .flatMap(release -> Steering.unfit(release, saying.command()))
            .map(why -> "it " + why);
    if (token.isPresent() && unfit.isPresent()) {
      remark(saying, unfit.get());
    } else if (token.isEmpty() || !send(saying, token.get())) {
      again(saying, tried, unfit.orElse("it was not waiting for a minute"));
    }
  }

  private boolean send(Saying saying, String token) {
    String told = ReleaseDocument.text(saying.command().told(BY, saying.why()));
    return executions.get().answer(token, told);
  }

  private void again(Saying saying, int tried, String why) {
    if (tried > TRIES) {
      remark(saying, why);
    } else {
      Instant next = world.clock().instant().plusSeconds(1);
      world.clock().at(next, () -> attempt(saying, tried + 1));
    }
  }

  private void remark(Saying saying, String why) {
    timeline.remark(
        Duration.between(start, world.clock().instant()),
        "told to %s by %s, which it can't: %s".formatted(saying.command().words(), BY, why));
  }
}
