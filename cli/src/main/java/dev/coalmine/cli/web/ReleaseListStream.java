package dev.coalmine.cli.web;

import dev.coalmine.embedded.http.StreamingResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.TextLimit;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends all releases and their traffic to one browser: first everything, then changes. A slow
 * browser gets fewer and later changes, and blocks only its own stream.
 */
final class ReleaseListStream implements StreamingResponse.BodyWriter {
  /** The most rows of one event. More changes wait for the next event. */
  static final int MOST_ROWS = 200;

  private final ReleaseList releases;
  private final TrafficView traffic;
  private final InstantSource clock;
  private final double speed;
  private final PushInterval interval;

  // Used by the writing thread only.
  private long seen;
  private String sent = "";
  private Duration silent = Duration.ZERO;

  ReleaseListStream(
      ReleaseList releases,
      TrafficView traffic,
      InstantSource clock,
      double speed,
      PushInterval interval) {
    this.releases = releases;
    this.traffic = traffic;
    this.clock = clock;
    this.speed = speed;
    this.interval = interval;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ServerSentEvents events = new ServerSentEvents(out);
    events.send(
        "begin", Json.toText(Map.of("now", clock.instant().toEpochMilli(), "speed", speed)));
    ReleaseList.ListChanges first = releases.changesSince(0, MOST_ROWS);
    send(events, first);
    while (first.more()) {
      first = releases.changesSince(seen, MOST_ROWS);
      send(events, first);
    }
    do {
      sendTraffic(events);
    } while (sendChanges(events));
  }

  private boolean sendChanges(ServerSentEvents events) throws IOException {
    if (!interval.await(interval.pause())) {
      return false;
    }
    ReleaseList.ListChanges changes = releases.changesSince(seen, MOST_ROWS);
    silent = silent.plus(interval.pause());
    if (!changes.rows().isEmpty() || silent.compareTo(interval.maxSilence()) >= 0) {
      send(events, changes);
    }
    return true;
  }

  private void send(ServerSentEvents events, ReleaseList.ListChanges changes) throws IOException {
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
                        "reason", TextLimit.cut(row.reason(), 600))));
    String head = Json.toText(tree);
    String rows = changes.rows().stream().map(ReleaseRow::toJson).collect(Collectors.joining(","));
    events.send("releases", head.substring(0, head.length() - 1) + ",\"rows\":[" + rows + "]}");
    seen = changes.cursor();
    silent = Duration.ZERO;
  }

  private void sendTraffic(ServerSentEvents events) throws IOException {
    String now = traffic.toJson();
    if (!now.equals(sent)) {
      events.send("traffic", now);
      sent = now;
    }
  }
}
