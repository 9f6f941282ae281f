package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schedule of a rule. */
sealed interface EventSchedule permits EventSchedule.RateSchedule, CronSchedule {
  /** Minutes, hours or days. The unit has a plural s unless the number is 1. */
  Pattern RATE =
      Pattern.compile("rate\\((?:1 (minute|hour|day)|([2-9]|[1-9]\\d{1,8}) (minute|hour|day)s)\\)");

  /** The first moment after the given one at which the rule fires. Empty when there is none. */
  Optional<Instant> after(Instant moment);

  /** Fires at a fixed interval. */
  record RateSchedule(Duration interval) implements EventSchedule {
    @Override
    public Optional<Instant> after(Instant moment) {
      return Optional.of(moment.plus(interval));
    }
  }

  /**
   * Parses {@code rate(…)} or {@code cron(…)}.
   *
   * @throws AwsError as PutRule refuses it
   */
  static EventSchedule parse(String text) {
    Matcher rate = RATE.matcher(text);
    if (rate.matches()) {
      boolean one = rate.group(1) != null;
      return new RateSchedule(
          unit(one ? rate.group(1) : rate.group(3))
              .multipliedBy(one ? 1 : Long.parseLong(rate.group(2))));
    }
    if (text.startsWith("cron(") && text.endsWith(")")) {
      return CronSchedule.parse(text.substring(5, text.length() - 1));
    }
    throw invalid();
  }

  static AwsError invalid() {
    return AwsJson.validation("Parameter ScheduleExpression is not valid.");
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "minute" -> Duration.ofMinutes(1);
      case "hour" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
