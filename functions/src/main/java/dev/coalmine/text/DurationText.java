package dev.coalmine.text;

import java.time.Duration;

/** How reasons say things that are not text. */
public final class DurationText {
  /** Of an exception: Step Functions keeps 32,768 characters of its message and stack trace. */
  public static final int LONGEST_MESSAGE = 8_000;

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

  /** A text of at most so many characters. */
  public static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private static void add(StringBuilder words, long count, String unit) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
    }
  }
}
