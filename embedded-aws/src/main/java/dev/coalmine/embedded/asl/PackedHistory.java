package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The events of one history as compressed text: one JSON object a line. A release's events repeat
 * its document many times, so they take a small part of the room that their trees need.
 */
public final class PackedHistory {
  private final byte[] bytes;
  private final int count;

  private PackedHistory(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /** Packs events. Those of a packed history are not packed again. */
  public static PackedHistory of(List<HistoryEvent> events) {
    if (events instanceof PackedEvents again) {
      return again.packed();
    }
    if (events instanceof ExecutionHistory.HistoryPrefix running) {
      return running.pack();
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new FastGzip(packed)) {
      for (HistoryEvent event : events) {
        out.write(Json.toBytes(tree(event)));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // in memory
    }
    return new PackedHistory(packed.toByteArray(), events.size());
  }

  /** One history of the parts of it, the oldest first. Nothing is packed again. */
  static PackedHistory join(List<PackedHistory> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(part -> all.writeBytes(part.bytes)); // several members are one file (RFC 1952)
    return new PackedHistory(
        all.toByteArray(), parts.stream().mapToInt(PackedHistory::count).sum());
  }

  /** Twice as fast as by default. The text repeats itself so much that it is hardly larger. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /**
   * What {@link #bytes} and {@link #count} returned. Other bytes are found out when the events are
   * read.
   */
  public static PackedHistory of(byte[] bytes, int count) {
    return new PackedHistory(bytes.clone(), count);
  }

  /** The compressed text. The caller must not change it. */
  public byte[] bytes() {
    return bytes;
  }

  /** The number of events. */
  public int count() {
    return count;
  }

  /** The events, oldest first. They are unpacked when one is read; each list does so anew. */
  public List<HistoryEvent> events() {
    return new PackedEvents(this);
  }

  private static Map<String, Object> tree(HistoryEvent event) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", event.id());
    tree.put("previous", event.previousEventId());
    tree.put("at", event.timestamp().toEpochMilli());
    tree.put("type", event.type().name());
    tree.put("details", event.detailTree());
    return tree;
  }

  /**
   * Unpacks the events.
   *
   * @throws IllegalArgumentException if this was made of other bytes
   */
  List<HistoryEvent> unpack() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
      return lines.lines().map(PackedHistory::event).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("not a packed history: " + e.getMessage(), e);
    }
  }

  private static HistoryEvent event(String line) {
    JsonView tree = new JsonView(Json.parse(line));
    return new HistoryEvent(
        number(tree, "id").intValue(),
        number(tree, "previous").intValue(),
        Instant.ofEpochMilli(number(tree, "at").longValue()),
        HistoryEventType.valueOf(tree.get("type").text()),
        tree.get("details").object());
  }

  private static Number number(JsonView tree, String name) {
    return tree.get(name).tree() instanceof Number number ? number : -1;
  }
}
