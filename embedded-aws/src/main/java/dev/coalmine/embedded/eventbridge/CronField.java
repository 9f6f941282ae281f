package dev.coalmine.embedded.eventbridge;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a field of a cron expression: numbers, names, lists, ranges, steps and stars.
 *
 * @param min the smallest number
 * @param max the largest number
 * @param names names of the numbers from {@code min} on; empty if they have none
 */
record CronField(int min, int max, List<String> names) {

  CronField {
    names = List.copyOf(names);
  }

  /** A field of numbers alone. */
  CronField(int min, int max) {
    this(min, max, List.of());
  }

  /**
   * The numbers of a field.
   *
   * @throws AwsError as PutRule refuses it
   */
  Set<Integer> values(String field) {
    Set<Integer> values = new TreeSet<>();
    for (String part : field.split(",", -1)) {
      addPart(part, values);
    }
    if (values.isEmpty()) {
      throw EventSchedule.invalid();
    }
    return values;
  }

  private void addPart(String part, Set<Integer> values) {
    String[] stepped = part.split("/", 2);
    int step = stepped.length == 1 ? 1 : new CronField(1, max).number(stepped[1]);
    boolean any = stepped[0].equals("*") || stepped[0].equals("?");
    String[] range = any ? new String[] {} : stepped[0].split("-", 2);
    int from = any ? min : number(range[0]);
    int last = stepped.length == 2 ? max : from;
    int to = any ? max : range.length == 2 ? number(range[1]) : last;
    for (int value = from; value <= to; value += step) {
      values.add(value);
    }
  }

  /**
   * One number or name.
   *
   * @throws AwsError as PutRule refuses it
   */
  int number(String text) {
    int named = names.indexOf(text);
    int value = named >= 0 ? named + min : text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    if (value < min || value > max) {
      throw EventSchedule.invalid();
    }
    return value;
  }
}
