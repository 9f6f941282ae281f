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

/** A release on recorded metrics, with the real workflow and the real handlers. */
public final class BacktestRun {
  /** The account is created a little before the release starts. */
  private static final Duration EARLIER = Duration.ofMinutes(1);

  /** Only ids are random here. */
  private static final long SEED = 1;

  /** Above this factor of extra requests to the canary, the reader is warned. */
  private static final double ENLARGED = 1.5;

  private final String event;
  private final Request request;
  private final RecordedMetrics recording;
  private final ReleaseTimeline timeline;
  private Optional<MetricsReplay> replay = Optional.empty();

  /**
   * A release that has not started yet.
   *
   * @param event the input of the execution
   * @param timeline shows the release
   */
  public BacktestRun(String event, RecordedMetrics recording, ReleaseTimeline timeline) {
    this.event = event;
    this.request = RequestReader.read(Trigger.parse(event).request()).request();
    this.recording = recording;
    this.timeline = timeline;
  }

  /**
   * Why the recording does not fit the event: it has the requests of one alias. Empty if it fits.
   */
  public Optional<String> unsuitableReason() {
    boolean oneAlias =
        request.targets().size() == 1 && request.targets().get(0) instanceof AliasTarget;
    return oneAlias || request.targets().isEmpty() // the release itself refuses it
        ? Optional.empty()
        : Optional.of(
            "a recording covers one alias, but the event releases "
                + request.targets().stream().map(Target::toString).collect(joining(", ")));
  }

  /** Notes for the reader before the run. */
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

  /** Runs the release. */
  public RehearsalResult run(LocalRuntime runtime) {
    return run(runtime, (execution, happened) -> {});
  }

  /** The same with another listener. */
  public RehearsalResult run(LocalRuntime runtime, ExecutionListener listener) {
    RecordedAccount account = new RecordedAccount(request, recording);
    Rehearsal.RehearsalSetup setup =
        new Rehearsal.RehearsalSetup(
            recording.start().minus(EARLIER),
            recording.start(),
            world -> {
              replay = Optional.of(account.createIn(world));
              world.clock().runAt(recording.end(), this::onRecordingEnd);
            });
    // The embedded AWS has one account, whatever account the ARN names.
    String input =
        account.target().function().startsWith("arn:")
            ? event.replace(account.target().function(), account.functionArn())
            : event;
    return new Rehearsal(runtime, input, setup, SEED, timeline, listener).run();
  }

  private void onRecordingEnd() {
    timeline.addRemark(durationAfterStart(), "the recording ends: there is no data from here on");
  }

  /** A warning for the reader after the run. */
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
