package dev.coalmine.local.live;

import dev.coalmine.local.aws.WireStream;
import dev.coalmine.local.json.Json;
import dev.coalmine.release.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All releases and their traffic, for one browser: first everything, then what changes. A browser
 * that is slow gets fewer and later changes, and nothing waits for it but this.
 */
final class ListStream implements WireStream.Body {
  /** What changes beyond this waits for the next beat, so that an event stays small. */
  static final int MOST_ROWS = 200;

  private final Board board;
  private final Traffic traffic;
  private final InstantSource clock;
  private final double speed;
  private final Beat beat;

  // Of the thread that writes.
  private long seen;
  private String told = "";
  private Duration silent = Duration.ZERO;

  ListStream(Board board, Traffic traffic, InstantSource clock, double speed, Beat beat) {
    this.board = board;
    this.traffic = traffic;
    this.clock = clock;
    this.speed = speed;
    this.beat = beat;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    EventStream events = new EventStream(out);
    events.send("begin", Json.text(Map.of("now", clock.instant().toEpochMilli(), "speed", speed)));
    Board.Changes first = board.since(0, MOST_ROWS);
    send(events, first);
    while (first.more()) {
      first = board.since(seen, MOST_ROWS);
      send(events, first);
    }
    do {
      tellTraffic(events);
    } while (goesOn(events));
  }

  private boolean goesOn(EventStream events) throws IOException {
    if (!beat.await(beat.pause())) {
      return false;
    }
    Board.Changes changes = board.since(seen, MOST_ROWS);
    silent = silent.plus(beat.pause());
    if (!changes.rows().isEmpty() || silent.compareTo(beat.silence()) >= 0) {
      send(events, changes);
    }
    return true;
  }

  private void send(EventStream events, Board.Changes changes) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("now", clock.instant().toEpochMilli());
    tree.put("running", changes.running());
    tree.put("endings", changes.endings());
    tree.put("more", changes.more());
    changes
        .newestEnd()
        .ifPresent(
            row ->
                tree.put(
                    "newest",
                    Map.of(
                        "name", row.name(),
                        "id", row.id(),
                        "standing", row.standing(),
                        "reason", Words.cut(row.reason(), 600))));
    String head = Json.text(tree);
    String rows = changes.rows().stream().map(Row::json).collect(Collectors.joining(","));
    events.send("releases", head.substring(0, head.length() - 1) + ",\"rows\":[" + rows + "]}");
    seen = changes.seen();
    silent = Duration.ZERO;
  }

  private void tellTraffic(EventStream events) throws IOException {
    String now = traffic.json();
    if (!now.equals(told)) {
      events.send("traffic", now);
      told = now;
    }
  }
}
