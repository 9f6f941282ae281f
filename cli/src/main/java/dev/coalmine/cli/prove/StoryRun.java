package dev.coalmine.cli.prove;

import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.lambda.Invocation;
import dev.coalmine.embedded.lambda.LostInvocations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Plays one story with some faults, in an account of its own and in virtual time. */
final class StoryRun {
  /** Restores, sweeps and late handlers have ended by then: 45 minutes after the last release. */
  static final Duration AFTERWARDS = Duration.ofMinutes(45);

  /** The longest story; one that has not ended by then never ends. */
  private static final Duration LONGEST = Duration.ofHours(8);

  /** A schedule runs every few minutes: what failed in the last ones still fails. */
  private static final Duration LATELY = Duration.ofMinutes(6);

  private final Story story;
  private final StoryAccount account;
  private final CallRecorder recorder;
  private final List<FailedRun> failures = new ArrayList<>();

  /**
   * Prepares a run, which is played once.
   *
   * @param runtime has the handlers; it plays one run at a time
   * @param faults none for the story as it is
   * @param shown is given each call, change and announcement as a line
   */
  StoryRun(LocalRuntime runtime, Story story, List<ArmedFault> faults, Consumer<String> shown) {
    this.story = story;
    this.account = new StoryAccount(runtime.bindThread(), story.traffic());
    SimulatedAccount world = account.world();
    LostInvocations handlers = world.lambda().lostInvocations();
    if (faults.stream().anyMatch(ArmedFault::needsThreads)) {
      handlers.allow();
    }
    handlers.onLateEnd(
        (call, end) -> shown.accept("              late " + call.function() + ": " + end));
    this.recorder = new CallRecorder(account, handlers, faults, shown);
    world.lambda().addListener(this::noteFailure);
    world.aws().faults().intercept(recorder);
  }

  /** A function that failed, and when. */
  private record FailedRun(String function, Instant at) {}

  private void noteFailure(Invocation run) {
    if (run.error()) {
      failures.add(new FailedRun(run.function(), account.clock().instant()));
    }
  }

  /** Plays it to its end, and the time after. */
  PlayedRun play() {
    story.script().accept(account);
    Instant latest = StoryAccount.START.plus(LONGEST);
    account.clock().runUntil(() -> hasEnded() || account.clock().instant().isAfter(latest));
    account.clock().runTo(account.clock().instant().plus(AFTERWARDS));
    return new PlayedRun(
        story,
        recorder.calls(),
        recorder.changes(),
        recorder.before(),
        TargetViews.read(account.world()),
        account.releases(),
        recorder.announcements(),
        account.doors().stream().map(StoryRun::answer).toList(),
        recorder.isFaulted(),
        recorder.isUnpublished(),
        recorder.isDenied(),
        recorder.isOutage(),
        alarmed());
  }

  /** Either all releases of the story ended, or it is clear that none will start any more. */
  private boolean hasEnded() {
    List<Execution> releases = account.releases();
    boolean begun = releases.size() >= story.traits().releases();
    boolean late =
        account.clock().instant().isAfter(StoryAccount.START.plus(Duration.ofMinutes(45)));
    return (begun || late)
        && account.executions().stream().allMatch(each -> each.stopDate().isPresent())
        && (late || account.doors().stream().allMatch(CompletableFuture::isDone));
  }

  private static Optional<String> answer(CompletableFuture<?> door) {
    return door.isDone() ? Optional.of(String.valueOf(door.join())) : Optional.empty();
  }

  /** Template.yaml has an alarm on Sweep's failures, and one on what RestoreStopped gave up. */
  private List<String> alarmed() {
    List<String> told = new ArrayList<>();
    Instant lately = account.clock().instant().minus(LATELY);
    failures.stream()
        .filter(each -> each.function().endsWith("SweepFunction") && each.at().isAfter(lately))
        .forEach(each -> told.add("Sweep fails"));
    for (Map.Entry<String, List<Map<String, Object>>> queue :
        account.world().queues().messagesByArn().entrySet()) {
      if (queue.getKey().contains("Unrestored") && !queue.getValue().isEmpty()) {
        told.add("RestoreStopped gave up");
      }
    }
    return told;
  }
}
