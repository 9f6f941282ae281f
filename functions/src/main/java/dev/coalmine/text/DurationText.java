package dev.coalmine.text;

import java.time.Duration;

/** Writes durations in reasons, pages and terminals. */
public final class DurationText {
  private DurationText() {}

  /** A time in hours, minutes and whole seconds: {@code 2 h 9 min}, {@code 40 s}. */
  public static String of(Duration time) {
    Duration rounded = Duration.ofSeconds(Math.round(time.toMillis() / 1000.0));
    StringBuilder words = new StringBuilder();
    add(words, rounded.toHours(), "h");
    add(words, rounded.toMinutesPart(), "min");
    add(words, rounded.toSecondsPart(), "s");
    return words.isEmpty() ? "0 s" : words.toString();
  }

  /** A time since the start as a clock shows it: {@code 04:00}, {@code 1:02:03}. */
  public static String clock(Duration at) {
    String rest = two(at.toMinutesPart()) + ":" + two(at.toSecondsPart());
    return at.toHours() > 0 ? at.toHours() + ":" + rest : rest;
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }

  private static void add(StringBuilder words, long count, String unit) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
    }
  }
}
