package dev.coalmine.embedded.asl.expression;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Moments as text. */
public final class Timestamps {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** The format of the context object: ISO-8601 with milliseconds and Z. */
  public static String format(Instant moment) {
    return MILLIS.format(moment);
  }

  /** The moment. Empty when the value is not RFC 3339 with a capital T and a zone. */
  public static Optional<Instant> parse(Object value) {
    if (!(value instanceof String text) || text.indexOf('T') < 0 || text.indexOf('z') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
