package dev.coalmine.cli.scale;

import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When what happened to one release. */
final class ReleaseTimes {
  private final Instant asked;
  private Optional<Instant> verdict = Optional.empty();
  private Optional<Instant> alarm = Optional.empty();
  private Optional<Instant> restored = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private String reason = "";

  /** A release that somebody asked for at this moment. */
  ReleaseTimes(Instant asked) {
    this.asked = asked;
  }

  /** The release is to be rolled back; only the first time counts. */
  void judged(Instant at) {
    verdict = verdict.or(() -> Optional.of(at));
  }

  /** Its alarm went into ALARM. */
  void alarmed(Instant at) {
    alarm = alarm.or(() -> Optional.of(at));
  }

  /** Its alias serves the old version alone. */
  void served(Instant at) {
    if (restored.isEmpty() && (verdict.isPresent() || alarm.isPresent())) {
      restored = Optional.of(at);
    }
  }

  /** Its execution ended, or did not within the time of the run. */
  void ended(Instant at, Outcome how, String why) {
    ended = Optional.of(at);
    outcome = Optional.of(how);
    reason = why;
  }

  /** Why it ended so. */
  String reason() {
    return reason;
  }

  Optional<Outcome> outcome() {
    return outcome;
  }

  /** Whether it was to be rolled back before this moment. */
  boolean isJudgedBefore(Instant moment) {
    return verdict.filter(at -> at.isBefore(moment)).isPresent();
  }

  Optional<Duration> verdictToRestored() {
    return verdict.flatMap(at -> restored.map(end -> Duration.between(at, end)));
  }

  Optional<Duration> alarmToRestored() {
    return alarm.flatMap(at -> restored.map(end -> Duration.between(at, end)));
  }

  Optional<Duration> duration() {
    return ended.map(end -> Duration.between(asked, end));
  }
}
