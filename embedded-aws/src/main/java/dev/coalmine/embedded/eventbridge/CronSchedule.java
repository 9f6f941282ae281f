package dev.coalmine.embedded.eventbridge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A cron expression in UTC: minutes, hours, day of month, month, day of week (1 is Sunday), year.
 *
 * @param minutes of the hour
 * @param hours of the day
 * @param days whether a day fits both day fields, one of which fits all days
 * @param months of the year
 * @param years 1970 to 2199
 */
record CronSchedule(
    Set<Integer> minutes,
    Set<Integer> hours,
    Predicate<LocalDate> days,
    Set<Integer> months,
    Set<Integer> years)
    implements EventSchedule {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  static CronSchedule parse(String text) {
    String[] fields = text.trim().split("\\s+", -1);
    boolean oneDayIsOpen = fields.length == 6 && fields[2].equals("?") != fields[4].equals("?");
    if (!oneDayIsOpen) {
      throw EventSchedule.invalid();
    }
    return new CronSchedule(
        new CronField(0, 59).values(fields[0]),
        new CronField(0, 23).values(fields[1]),
        CronDay.ofMonth(fields[2]).and(CronDay.ofWeek(fields[4])),
        new CronField(1, 12, MONTHS).values(fields[3]),
        new CronField(1970, 2199).values(fields[5]));
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
    return years.contains(day.getYear()) && months.contains(day.getMonthValue()) && days.test(day);
  }
}
