package dev.coalmine.embedded.eventbridge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cron expression in UTC: minutes, hours, day of month, month, day of week (1 is Sunday), year.
 * L, W and # are not supported.
 *
 * @param minutes of the hour
 * @param hours of the day
 * @param days of the month
 * @param months of the year
 * @param weekdays 1 is Sunday
 * @param years 1970 to 2199
 */
record CronSchedule(
    Set<Integer> minutes,
    Set<Integer> hours,
    Set<Integer> days,
    Set<Integer> months,
    Set<Integer> weekdays,
    Set<Integer> years)
    implements EventSchedule {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  static CronSchedule parse(String text) {
    String[] fields = text.trim().split("\\s+", -1);
    boolean oneDayIsOpen = fields.length == 6 && fields[2].equals("?") != fields[4].equals("?");
    if (!oneDayIsOpen) {
      throw EventSchedule.invalid();
    }
    return new CronSchedule(
        values(fields[0], 0, 59, List.of()),
        values(fields[1], 0, 23, List.of()),
        values(fields[2], 1, 31, List.of()),
        values(fields[3], 1, 12, MONTHS),
        values(fields[4], 1, 7, WEEKDAYS),
        values(fields[5], 1970, 2199, List.of()));
  }

  private static Set<Integer> values(String field, int min, int max, List<String> names) {
    Set<Integer> values = new TreeSet<>();
    for (String part : field.split(",", -1)) {
      String[] stepped = part.split("/", 2);
      int step = stepped.length == 1 ? 1 : number(stepped[1], 1, max, List.of());
      boolean any = stepped[0].equals("*") || stepped[0].equals("?");
      String[] range = any ? new String[] {} : stepped[0].split("-", 2);
      int from = any ? min : number(range[0], min, max, names);
      int last = stepped.length == 2 ? max : from;
      int to = any ? max : range.length == 2 ? number(range[1], min, max, names) : last;
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
    }
    if (values.isEmpty()) {
      throw EventSchedule.invalid();
    }
    return values;
  }

  private static int number(String text, int min, int max, List<String> names) {
    int named = names.indexOf(text);
    int value = named >= 0 ? named + min : text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
    if (value < min || value > max) {
      throw EventSchedule.invalid();
    }
    return value;
  }

  @Override
  public Optional<Instant> after(Instant moment) {
    LocalDateTime next =
        LocalDateTime.ofInstant(moment, ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MINUTES)
            .plusMinutes(1);
    int last = years.stream().max(Integer::compare).orElseThrow();
    while (next.getYear() <= last) {
      if (!isOn(next.toLocalDate())) {
        next = next.toLocalDate().plusDays(1).atStartOfDay();
      } else if (!hours.contains(next.getHour())) {
        next = next.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.contains(next.getMinute())) {
        next = next.plusMinutes(1);
      } else {
        return Optional.of(next.toInstant(ZoneOffset.UTC));
      }
    }
    return Optional.empty();
  }

  private boolean isOn(LocalDate day) {
    return years.contains(day.getYear())
        && months.contains(day.getMonthValue())
        && days.contains(day.getDayOfMonth())
        && weekdays.contains(day.getDayOfWeek().getValue() % 7 + 1);
  }
}
