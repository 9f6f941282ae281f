package dev.coalmine.cli.web;

import dev.coalmine.embedded.http.StreamingResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Release;
import dev.coalmine.target.TargetChange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one release to one browser: its state, its commands, its traffic and its report. After its
 * end only the traffic changes.
 */
final class ReleaseViewStream implements StreamingResponse.BodyWriter {
  /** Drawing takes at most one part in this many of the time. */
  private static final int SHARE = 5;

  /** The report of a running release is redrawn after this time without changes. */
  private static final Duration REDRAWN = Duration.ofSeconds(3);

  private final String name;
  private final ReleaseList releases;
  private final ReleaseView view;
  private final TrafficView traffic;
  private final ReleaseActions actions;
  private final InstantSource clock;
  private final PushInterval interval;

  // Used by the writing thread only.
  private boolean stale = true;
  private String sentHead = "";
  private String sentPicture = "";
  private Duration rest = Duration.ZERO;
  private Duration sinceDrawn = Duration.ZERO;
  private Duration silent = Duration.ZERO;

  ReleaseViewStream(
      ReleaseRow row,
      ReleaseList releases,
      ReleaseView view,
      TrafficView traffic,
      ReleaseActions actions,
      InstantSource clock,
      PushInterval interval) {
    this.name = row.name();
    this.releases = releases;
    this.view = view;
    this.traffic = traffic;
    this.actions = actions;
    this.clock = clock;
    this.interval = interval;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ServerSentEvents events = new ServerSentEvents(out);
    do {
      Optional<ReleaseRow> row = releases.find(name);
      stale |= view.catchUp();
      sendHead(events, row);
      sendPicture(events, row.isPresent() && row.get().isRunning());
      if (row.isEmpty()) {
        events.send("over", "{}");
        return;
      }
      if (silent.compareTo(interval.maxSilence()) >= 0) {
        send(events, "beat", "{}");
      }
    } while (awaitNextPush());
  }

  private boolean awaitNextPush() {
    rest = rest.minus(interval.pause());
    sinceDrawn = sinceDrawn.plus(interval.pause());
    silent = silent.plus(interval.pause());
    return interval.await(interval.pause());
  }

  private void send(ServerSentEvents events, String event, String json) throws IOException {
    events.send(event, json);
    silent = Duration.ZERO;
  }

  private void sendHead(ServerSentEvents events, Optional<ReleaseRow> row) throws IOException {
    String head = Json.toText(row.map(this::head).orElseGet(() -> Map.of("gone", true)));
    if (!head.equals(sentHead)) {
      send(events, "release", head);
      sentHead = head;
    }
  }

  private Map<String, Object> head(ReleaseRow row) {
    Optional<Release> document = view.history(clock.instant()).latest();
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("name", row.name());
    head.put("id", row.id());
    head.put("standing", row.standing());
    head.put("reason", row.reason());
    head.put("weight", row.weight());
    head.put("state", row.execution().currentState());
    head.put("targets", row.targets().stream().map(ReleaseViewStream::toMap).toList());
    head.put("started", row.execution().identity().startTime().toEpochMilli());
    row.nextLook().ifPresent(at -> head.put("next", at.getEpochSecond()));
    row.end().ifPresent(end -> head.put("ended", end.at().toEpochMilli()));
    document.ifPresent(release -> head.put("waits", release.approvals().toText()));
    head.put("commands", commands(row, document));
    head.put("flows", traffic.ofRelease(row).stream().map(TargetTraffic::toMap).toList());
    return head;
  }

  private static Map<String, Object> toMap(TargetChange target) {
    return Map.of("name", target.targetName(), "before", target.before(), "after", target.after());
  }

  private List<String> commands(ReleaseRow row, Optional<Release> document) {
    if (!row.isRunning()) {
      return row.standing().equals("PROMOTED") ? List.of("revert") : List.of();
    }
    return document.map(actions::availableCommands).orElse(List.of());
  }

  /** Sends the report if it has changed and was not sent a moment ago. */
  private void sendPicture(ServerSentEvents events, boolean grows) throws IOException {
    boolean due = stale || (grows && sinceDrawn.compareTo(REDRAWN) >= 0);
    if (!due || rest.compareTo(Duration.ZERO) > 0) {
      return;
    }
    long start = System.nanoTime();
    String picture = Json.toText(Map.of("html", view.fragment(clock.instant())));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    rest = max(took.multipliedBy(SHARE), interval.pause().multipliedBy(2));
    sinceDrawn = Duration.ZERO;
    stale = false;
    if (!picture.equals(sentPicture)) {
      send(events, "picture", picture);
      sentPicture = picture;
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
