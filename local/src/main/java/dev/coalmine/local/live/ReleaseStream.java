package dev.coalmine.local.live;

import dev.coalmine.local.aws.WireStream;
import dev.coalmine.local.json.Json;
import dev.coalmine.release.Release;
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
final class ReleaseStream implements WireStream.Body {
  /** Drawing may take no more than a part of the time: one of so many. */
  private static final int SHARE = 5;

  /** Without news the picture only grows towards now. */
  private static final Duration REDRAWN = Duration.ofSeconds(3);

  private final String name;
  private final Board board;
  private final Portrait portrait;
  private final Traffic traffic;
  private final Desk desk;
  private final InstantSource clock;
  private final Beat beat;

  // Of the thread that writes.
  private boolean stale = true;
  private String toldHead = "";
  private String toldPicture = "";
  private Duration rest = Duration.ZERO;
  private Duration sinceDrawn = Duration.ZERO;
  private Duration silent = Duration.ZERO;

  ReleaseStream(
      Row row,
      Board board,
      Portrait portrait,
      Traffic traffic,
      Desk desk,
      InstantSource clock,
      Beat beat) {
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
    EventStream events = new EventStream(out);
    do {
      Optional<Row> row = board.row(name);
      stale |= portrait.catchUp();
      tellHead(events, row);
      tellPicture(events, row.isPresent() && row.get().isRunning());
      if (row.isEmpty()) {
        events.send("over", "{}");
        return;
      }
      if (silent.compareTo(beat.silence()) >= 0) {
        send(events, "beat", "{}");
      }
    } while (goesOn());
  }

  private boolean goesOn() {
    rest = rest.minus(beat.pause());
    sinceDrawn = sinceDrawn.plus(beat.pause());
    silent = silent.plus(beat.pause());
    return beat.await(beat.pause());
  }

  private void send(EventStream events, String event, String json) throws IOException {
    events.send(event, json);
    silent = Duration.ZERO;
  }

  private void tellHead(EventStream events, Optional<Row> row) throws IOException {
    String head = Json.text(row.map(this::head).orElseGet(() -> Map.of("gone", true)));
    if (!head.equals(toldHead)) {
      send(events, "release", head);
      toldHead = head;
    }
  }

  private Map<String, Object> head(Row row) {
    Optional<Release> document = portrait.story(clock.instant()).latest();
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("name", row.name());
    head.put("id", row.id());
    head.put("standing", row.standing());
    head.put("reason", row.reason());
    head.put("weight", row.weight());
    head.put("state", row.execution().currentState());
    head.put("targets", row.moved().stream().map(ReleaseStream::tree).toList());
    head.put("started", row.execution().identity().startTime().toEpochMilli());
    row.next().ifPresent(at -> head.put("next", at.getEpochSecond()));
    row.end().ifPresent(end -> head.put("ended", end.at().toEpochMilli()));
    document.ifPresent(release -> head.put("waits", release.people().words()));
    head.put("commands", commands(row, document));
    head.put("flows", traffic.of(row).stream().map(Flow::tree).toList());
    return head;
  }

  private static Map<String, Object> tree(Row.Moved moved) {
    return Map.of("name", moved.name(), "before", moved.before(), "after", moved.after());
  }

  private List<String> commands(Row row, Optional<Release> document) {
    if (!row.isRunning()) {
      return row.standing().equals("PROMOTED") ? List.of("revert") : List.of();
    }
    return document.map(desk::fit).orElse(List.of());
  }

  /** Draws it, if there is reason to and it was not just drawn. */
  private void tellPicture(EventStream events, boolean grows) throws IOException {
    boolean due = stale || (grows && sinceDrawn.compareTo(REDRAWN) >= 0);
    if (!due || rest.compareTo(Duration.ZERO) > 0) {
      return;
    }
    long start = System.nanoTime();
    String picture = Json.text(Map.of("html", portrait.fragment(clock.instant())));
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
