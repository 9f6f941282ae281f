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
 * One release for one browser, as it goes on: how it stands, what it can be told, its traffic, and
 * its picture. Once the release has ended only its traffic changes.
 */
final class ReleaseViewStream implements StreamingResponse.BodyWriter {
  /** Drawing may take no more than a part of the time: one of so many. */
  private static final int SHARE = 5;

  /** Without news the picture only grows towards now. */
  private static final Duration REDRAWN = Duration.ofSeconds(3);

  private final String name;
  private final ReleaseList board;
  private final ReleaseView portrait;
  private final TrafficView traffic;
  private final ReleaseActions desk;
  private final InstantSource clock;
  private final PushInterval beat;

  // Of the thread that writes.
  private boolean stale = true;
  private String toldHead = "";
  private String toldPicture = "";
  private Duration rest = Duration.ZERO;
  private Duration sinceDrawn = Duration.ZERO;
  private Duration silent = Duration.ZERO;

  ReleaseViewStream(
      ReleaseRow row,
      ReleaseList board,
      ReleaseView portrait,
      TrafficView traffic,
      ReleaseActions desk,
      InstantSource clock,
      PushInterval beat) {
    this.name = row.name();
    this.board = board;
    this.portrait = portrait;
    this.traffic = traffic;
    this.desk = desk;
    this.clock = clock;
    this.beat = beat;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ServerSentEvents events = new ServerSentEvents(out);
    do {
      Optional<ReleaseRow> row = board.find(name);
      stale |= portrait.catchUp();
      sendHead(events, row);
      sendPicture(events, row.isPresent() && row.get().isRunning());
      if (row.isEmpty()) {
        events.send("over", "{}");
        return;
      }
      if (silent.compareTo(beat.maxSilence()) >= 0) {
        send(events, "beat", "{}");
      }
    } while (awaitNextPush());
  }

  private boolean awaitNextPush() {
    rest = rest.minus(beat.pause());
    sinceDrawn = sinceDrawn.plus(beat.pause());
    silent = silent.plus(beat.pause());
    return beat.await(beat.pause());
  }

  private void send(ServerSentEvents events, String event, String json) throws IOException {
    events.send(event, json);
    silent = Duration.ZERO;
  }

  private void sendHead(ServerSentEvents events, Optional<ReleaseRow> row) throws IOException {
    String head = Json.toText(row.map(this::head).orElseGet(() -> Map.of("gone", true)));
    if (!head.equals(toldHead)) {
      send(events, "release", head);
      toldHead = head;
    }
  }

  private Map<String, Object> head(ReleaseRow row) {
    Optional<Release> document = portrait.history(clock.instant()).latest();
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
    document.ifPresent(release -> head.put("waits", release.people().toText()));
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
    return document.map(desk::availableCommands).orElse(List.of());
  }

  /** Draws it, if there is reason to and it was not just drawn. */
  private void sendPicture(ServerSentEvents events, boolean grows) throws IOException {
    boolean due = stale || (grows && sinceDrawn.compareTo(REDRAWN) >= 0);
    if (!due || rest.compareTo(Duration.ZERO) > 0) {
      return;
    }
    long start = System.nanoTime();
    String picture = Json.toText(Map.of("html", portrait.fragment(clock.instant())));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    rest = max(took.multipliedBy(SHARE), beat.pause().multipliedBy(2));
    sinceDrawn = Duration.ZERO;
    stale = false;
    if (!picture.equals(toldPicture)) {
      send(events, "picture", picture);
      toldPicture = picture;
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
