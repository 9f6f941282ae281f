package dev.coalmine.local;

import static java.util.stream.Collectors.joining;

import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.replay.Recording;
import dev.coalmine.local.replay.Replay;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Request;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A release on recorded metrics, through the real workflow and the real handlers. */
final class Replayed {
  /** The world is there a little earlier than the release. */
  private static final Duration EARLIER = Duration.ofMinutes(1);

  /** Nothing is drawn at random here but ids. */
  private static final long SEED = 1;

  /** From here on the canary's requests were multiplied so much that a reader should know. */
  private static final double ENLARGED = 1.5;

  private final String event;
  private final Request request;
  private final Recording recording;
  private final Timeline timeline;
  private Optional<Replay> replay = Optional.empty();

  /**
   * A release that is not played yet.
   *
   * @param event the input of the execution
   * @param timeline is told as it goes
   */
  Replayed(String event, Recording recording, Timeline timeline) {
    this.event = event;
    this.request = RequestReader.read(Door.of(event).request()).request();
    this.recording = recording;
    this.timeline = timeline;
  }

  /** Why there is nothing to replay for it: what is recorded is the requests of one alias. */
  Optional<String> unfit() {
    boolean oneAlias =
        request.targets().size() == 1 && request.targets().get(0) instanceof AliasTarget;
    return oneAlias || request.targets().isEmpty() // which the release itself will refuse
        ? Optional.empty()
        : Optional.of(
            "a recording is of one alias, and the event releases "
                + request.targets().stream().map(Target::toString).collect(joining(", ")));
  }

  /** What a reader should know before. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "recorded: %d minutes before %s, when the canary got its first requests, and %d from then on"
            .formatted(recording.minutesBefore(), recording.start(), after().toMinutes()));
    remarks.add(
        "requests are shared out by this release's own weights; each version keeps its recorded rates");
    if (!recording.hasThresholds()) {
      remarks.add("durations are not recorded by thresholds: latency is not judged");
    }
    for (String alarm : request.alarms()) {
      if (recording.alarm(alarm).isEmpty()) {
        remarks.add("alarm %s is not recorded: taken to be OK".formatted(alarm));
      }
    }
    return remarks;
  }

  private Duration after() {
    return Duration.between(recording.start(), recording.end());
  }

  /** Plays it. */
  Ending play(Laptop laptop) {
    return play(laptop, (execution, happened) -> {});
  }

  /** The same, with somebody else who hears what happens. */
  Ending play(Laptop laptop, ExecutionListener witness) {
    RecordedScene scene = new RecordedScene(request, recording);
    Rehearsal.Stage stage =
        new Rehearsal.Stage(
            recording.start().minus(EARLIER),
            recording.start(),
            world -> {
              replay = Optional.of(scene.in(world));
              world.clock().at(recording.end(), this::over);
            });
    // The embedded AWS has one account.
    String input =
        scene.alias().function().startsWith("arn:")
            ? event.replace(scene.alias().function(), scene.arn())
            : event;
    return new Rehearsal(laptop, input, stage, SEED, timeline, witness).play();
  }

  private void over() {
    timeline.remark(after(), "the recording ends here: from now on there is no data");
  }

  /** What a reader should know after. */
  Optional<String> caution() {
    return replay
        .map(Replay::enlarged)
        .filter(times -> times > ENLARGED)
        .map(
            times ->
                "the canary got %.1f times as many requests as were recorded: the evidence is weaker than it looks"
                    .formatted(times));
  }
}
