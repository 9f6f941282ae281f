package dev.coalmine.cli.rehearsal;

import static java.util.stream.Collectors.joining;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.replay.MetricsReplay;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A release on recorded metrics, through the real workflow and the real handlers. */
public final class BacktestRun {
  /** The world is there a little earlier than the release. */
  private static final Duration EARLIER = Duration.ofMinutes(1);

  /** Nothing is drawn at random here but ids. */
  private static final long SEED = 1;

  /** From here on the canary's requests were multiplied so much that a reader should know. */
  private static final double ENLARGED = 1.5;

  private final String event;
  private final Request request;
  private final RecordedMetrics recording;
  private final ReleaseTimeline timeline;
  private Optional<MetricsReplay> replay = Optional.empty();

  /**
   * A release that is not played yet.
   *
   * @param event the input of the execution
   * @param timeline is told as it goes
   */
  public BacktestRun(String event, RecordedMetrics recording, ReleaseTimeline timeline) {
    this.event = event;
    this.request = RequestReader.read(Trigger.parse(event).request()).request();
    this.recording = recording;
    this.timeline = timeline;
  }

  /** Why there is nothing to replay for it: what is recorded is the requests of one alias. */
  public Optional<String> unsuitableReason() {
    boolean oneAlias =
        request.targets().size() == 1 && request.targets().get(0) instanceof AliasTarget;
    return oneAlias || request.targets().isEmpty() // which the release itself will refuse
        ? Optional.empty()
        : Optional.of(
            "a recording covers one alias, but the event releases "
                + request.targets().stream().map(Target::toString).collect(joining(", ")));
  }

  /** What a reader should know before. */
  public List<String> notes() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "recorded: %d minutes before the first canary requests at %s, and %d minutes from then on"
            .formatted(
                recording.minutesBefore(), recording.start(), durationAfterStart().toMinutes()));
    remarks.add(
        "the weights of this release distribute the recorded requests; each version keeps its"
            + " recorded rates");
    if (!recording.hasThresholds()) {
      remarks.add("the recording has no durations above thresholds: latency is not judged");
    }
    for (String alarm : request.alarms()) {
      if (recording.alarm(alarm).isEmpty()) {
        remarks.add("alarm %s is not in the recording: it counts as OK".formatted(alarm));
      }
    }
    return remarks;
  }

  private Duration durationAfterStart() {
    return Duration.between(recording.start(), recording.end());
  }

  /** Plays it. */
  public RehearsalResult run(LocalRuntime laptop) {
    return run(laptop, (execution, happened) -> {});
  }

  /** The same, with somebody else who hears what happens. */
  public RehearsalResult run(LocalRuntime laptop, ExecutionListener witness) {
    RecordedAccount scene = new RecordedAccount(request, recording);
    Rehearsal.RehearsalSetup stage =
        new Rehearsal.RehearsalSetup(
            recording.start().minus(EARLIER),
            recording.start(),
            world -> {
              replay = Optional.of(scene.createIn(world));
              world.clock().runAt(recording.end(), this::onRecordingEnd);
            });
    // The embedded AWS has one account.
    String input =
        scene.target().function().startsWith("arn:")
            ? event.replace(scene.target().function(), scene.functionArn())
            : event;
    return new Rehearsal(laptop, input, stage, SEED, timeline, witness).run();
  }

  private void onRecordingEnd() {
    timeline.addRemark(durationAfterStart(), "the recording ends: there is no data from here on");
  }

  /** What a reader should know after. */
  public Optional<String> warning() {
    return replay
        .map(MetricsReplay::requestFactor)
        .filter(times -> times > ENLARGED)
        .map(
            times ->
                "the replay multiplied the canary's recorded requests by %.1f: the evidence is weaker than shown"
                    .formatted(times));
  }
}
