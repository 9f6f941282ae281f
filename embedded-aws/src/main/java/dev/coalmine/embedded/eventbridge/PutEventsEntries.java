package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Validates PutEvents' entries. The messages are recorded. */
final class PutEventsEntries {
  private static final int MAX_BYTES = 262_144;
  private static final int MAX_ENTRIES = 10;

  private PutEventsEntries() {}

  /**
   * The entries.
   *
   * @throws AwsError if there are too many or they are too large
   */
  static List<JsonFields> read(JsonFields input) {
    if (!input.has("Entries")) {
      throw AwsJson.constraint(null, "entries", "Member must not be null");
    }
    List<JsonFields> entries = objects(input, "Entries");
    if (entries.isEmpty()) {
      throw AwsJson.constraint(
          "[]", "entries", "Member must have length greater than or equal to 1");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw AwsJson.constraint(
          input.list("Entries"),
          "entries",
          "Member must have length less than or equal to " + MAX_ENTRIES);
    }
    if (entries.stream().mapToInt(PutEventsEntries::size).sum() > MAX_BYTES) {
      throw AwsJson.validation("Total size of the entries in the request is over the limit.");
    }
    return entries;
  }

  static List<JsonFields> objects(JsonFields input, String list) {
    return input.list(list).stream().map(each -> JsonFields.ofElement(each, "it")).toList();
  }

  /** EventBridge user guide, "Calculating PutEvents event entry size": the time counts 14 bytes. */
  private static int size(JsonFields entry) {
    Stream<?> texts =
        Stream.concat(
            Stream.of(entry.text("Source"), entry.text("DetailType"), entry.text("Detail")),
            entry.list("Resources").stream());
    int bytes =
        texts.mapToInt(text -> text.toString().getBytes(StandardCharsets.UTF_8).length).sum();
    return bytes + (entry.has("Time") ? 14 : 0);
  }

  /** Validates one entry. An invalid entry does not affect the others. */
  static void check(JsonFields entry) {
    for (String name : List.of("Source", "DetailType", "Detail")) {
      if (entry.text(name).isEmpty()) {
        throw refusal(
            "InvalidArgument",
            "Parameter " + name + " is not valid. Reason: " + name + " is a required argument.");
      }
    }
    if (entry.text("Source").startsWith("aws.")) {
      throw refusal("NotAuthorizedForSource", "Not authorized for the source.");
    }
    detail(entry);
  }

  static Map<String, Object> detail(JsonFields entry) {
    try {
      return Json.parseObject(JsonFields.utf8(entry.text("Detail")));
    } catch (IllegalArgumentException e) {
      throw refusal("MalformedDetail", "Detail is malformed.");
    }
  }

  private static AwsError refusal(String code, String message) {
    return new AwsError(400, code, message);
  }

  /** The entry's time. On the wire it is epoch seconds; some clients send it as text. */
  static Instant time(JsonFields entry, Instant defaultTime) {
    Object time = entry.tree().get("Time");
    if (time instanceof Number seconds) {
      return Instant.ofEpochMilli((long) (seconds.doubleValue() * 1000));
    }
    try {
      return time == null ? defaultTime : OffsetDateTime.parse(time.toString()).toInstant();
    } catch (DateTimeParseException e) {
      throw new AwsError(400, "SerializationException", "Time cannot be read from " + time);
    }
  }
}
