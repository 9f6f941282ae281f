package dev.coalmine.embedded.eventbridge;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The days of a cron expression (EventBridge user guide, "Cron expressions reference"). Of a month:
 * numbers, {@code L} for the last day, {@code 15W} for the weekday nearest to the 15th, and {@code
 * LW} for the last weekday. Of a week, from 1 for Sunday: numbers or names, {@code L} for the last
 * day of the week, {@code 6L} for a month's last Friday, and {@code SAT#3} for its third Saturday.
 */
final class CronDay {
  private static final CronField MONTH = new CronField(1, 31);
  private static final CronField WEEK =
      new CronField(1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
  private static final CronField NTH = new CronField(1, 5);

  private CronDay() {}

  /**
   * The days that a field of days of the month names.
   *
   * @throws AwsError as PutRule refuses it
   */
  static Predicate<LocalDate> ofMonth(String field) {
    return anyOf(field, CronDay::dayOfMonth);
  }

  /**
   * The days that a field of days of the week names. With # it names no others.
   *
   * @throws AwsError as PutRule refuses it
   */
  static Predicate<LocalDate> ofWeek(String field) {
    if (field.contains("#") && field.contains(",")) {
      throw EventSchedule.invalid();
    }
    return anyOf(field, CronDay::dayOfWeek);
  }

  private static Predicate<LocalDate> anyOf(String field, PartReader reader) {
    return Stream.of(field.split(",", -1)).map(reader::read).reduce(day -> false, Predicate::or);
  }

  private static Predicate<LocalDate> dayOfMonth(String part) {
    if (part.equals("L")) {
      return day -> day.equals(lastOfMonth(day));
    }
    if (part.equals("LW")) {
      return day -> day.equals(nearestWeekday(lastOfMonth(day)));
    }
    if (part.endsWith("W")) {
      int wanted = MONTH.number(part.substring(0, part.length() - 1));
      return day ->
          wanted <= day.lengthOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(wanted)));
    }
    Set<Integer> numbers = MONTH.values(part);
    return day -> numbers.contains(day.getDayOfMonth());
  }

  private static Predicate<LocalDate> dayOfWeek(String part) {
    if (part.equals("L")) {
      return day -> number(day) == 7;
    }
    if (part.endsWith("L")) {
      int wanted = WEEK.number(part.substring(0, part.length() - 1));
      return day -> number(day) == wanted && day.getDayOfMonth() > day.lengthOfMonth() - 7;
    }
    if (part.contains("#")) {
      String[] nth = part.split("#", 2);
      int wanted = WEEK.number(nth[0]);
      int week = NTH.number(nth[1]);
      return day -> number(day) == wanted && (day.getDayOfMonth() - 1) / 7 + 1 == week;
    }
    Set<Integer> numbers = WEEK.values(part);
    return day -> numbers.contains(number(day));
  }

  private static int number(LocalDate day) {
    return day.getDayOfWeek().getValue() % 7 + 1;
  }

  private static LocalDate lastOfMonth(LocalDate day) {
    return day.with(TemporalAdjusters.lastDayOfMonth());
  }

  /** The nearest weekday of the same month. */
  private static LocalDate nearestWeekday(LocalDate day) {
    if (day.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
    }
    if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return day.equals(lastOfMonth(day)) ? day.minusDays(2) : day.plusDays(1);
    }
    return day;
  }

  /** Reads one part of a list. */
  @FunctionalInterface
  private interface PartReader {
    Predicate<LocalDate> read(String part);
  }
}
