package dev.coalmine.report;

import dev.coalmine.text.DurationText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times and money for people, and numbers for programs. */
final class Format {
  private static final MathContext SHORT = new MathContext(2);
  private static final double WHOLE = 1e15;
  private static final double TINY = 1e-6;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Format() {}

  /** A number as JavaScript writes it; empty if it is not finite. */
  static String exact(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      return Long.toString((long) value);
    }
    return Math.abs(value) < TINY
        ? Double.toString(value).replace(".0E", "e").replace('E', 'e')
        : BigDecimal.valueOf(value).toPlainString();
  }

  /** Dollars; small amounts with their significant digits. */
  static String dollars(double value) {
    if (!Double.isFinite(value) || value < 1e-7) {
      return "$0";
    }
    return value >= 1
        ? "$" + BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString()
        : "$" + new BigDecimal(value).round(SHORT).stripTrailingZeros().toPlainString();
  }

  /** Time since the start, as in timelines. A negative time is shown as zero. */
  static String clock(Duration at) {
    return DurationText.clock(at.isNegative() ? Duration.ZERO : at);
  }

  /** A duration in at most two units: {@code 16 min}, {@code 2 h 9 min}, {@code 3 d 4 h}. */
  static String length(Duration time) {
    long seconds = Math.max(0, Math.round(time.toMillis() / 1000.0));
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 24 * 60) {
      return two(minutes / 60, "h", minutes % 60, "min");
    }
    long hours = Math.round(minutes / 60.0);
    return two(hours / 24, "d", hours % 24, "h");
  }

  private static String two(long high, String unit, long low, String lower) {
    return high + " " + unit + (low > 0 ? " " + low + " " + lower : "");
  }

  /** Date and time in UTC. */
  static String moment(Instant at) {
    return DAY.format(at) + " " + TIME.format(at) + " UTC";
  }

  /** The time of day in UTC, without seconds if they are zero. */
  static String time(Instant at) {
    String time = TIME.format(at);
    return time.endsWith(":00") ? time.substring(0, 5) : time;
  }

  static String day(Instant at) {
    return DAY.format(at);
  }
}
