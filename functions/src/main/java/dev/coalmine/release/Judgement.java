package dev.coalmine.release;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the gate makes of all that one look found.
 *
 * @param verdict the one word
 * @param reason what it rests on, in words and numbers
 * @param blind whether something that was asked for could not be read
 * @param measured the figures that were new to the look, of each target in the release's order;
 *     none for a release that is not judged by metrics
 * @param alarms how the look found each alarm of the gate, in the request's order
 * @param cause what speaks against the canary, in a word; NONE unless the verdict is FAIL
 */
public record Judgement(
    Verdict verdict,
    String reason,
    boolean blind,
    List<Measured> measured,
    List<Found> alarms,
    Cause cause) {

  /**
   * An alarm as a look found it.
   *
   * @param name the alarm's name
   * @param state what it said
   * @param since when it last changed state; the epoch for a missing alarm
   */
  public record Found(String name, AlarmState state, Instant since) {
    static Found of(AlarmReading reading) {
      return new Found(reading.name(), reading.state(), reading.since());
    }
  }

  /** Documents of an execution that began before there were figures have none. */
  public Judgement {
    measured = measured == null ? List.of() : List.copyOf(measured);
    alarms = alarms == null ? List.of() : List.copyOf(alarms);
    cause = Cause.known(cause);
  }

  /** One that rests on no figures. */
  Judgement(Verdict verdict, String reason) {
    this(verdict, reason, false);
  }

  private Judgement(Verdict verdict, String reason, boolean blind) {
    this(verdict, reason, blind, List.of(), List.of(), Cause.NONE);
  }

  /** The same with what was found. */
  Judgement on(List<MetricReading> metrics, List<AlarmReading> alarms) {
    return new Judgement(
        verdict,
        reason,
        blind,
        metrics.stream().map(MetricReading::measured).toList(),
        alarms.stream().map(Found::of).toList(),
        cause);
  }

  /** Before the first look. */
  public static final Judgement NONE_YET = new Judgement(Verdict.INCONCLUSIVE, "not looked at yet");

  private static final int MOST_NAMED = 3;

  /**
   * Bad wins over everything; what could not be read wins over good; one good is enough where
   * others have no opinion; and where nothing can speak at all, time alone decides.
   */
  static Judgement of(List<Opinion> opinions) {
    Map<Opinion.Kind, List<Opinion>> by =
        opinions.stream()
            .collect(
                Collectors.groupingBy(
                    Opinion::kind, () -> new EnumMap<>(Opinion.Kind.class), Collectors.toList()));
    if (by.containsKey(Opinion.Kind.BAD)) {
      List<Opinion> bad = by.get(Opinion.Kind.BAD);
      // As the reason does, it begins with the metrics: they tell what an alarm does not.
      return new Judgement(Verdict.FAIL, say(bad), false, List.of(), List.of(), bad.get(0).cause());
    }
    if (by.containsKey(Opinion.Kind.UNKNOWN)) {
      return new Judgement(Verdict.INCONCLUSIVE, say(by.get(Opinion.Kind.UNKNOWN)), true);
    }
    if (by.containsKey(Opinion.Kind.GOOD)) {
      return new Judgement(Verdict.PASS, goodBeside(by));
    }
    if (by.containsKey(Opinion.Kind.SILENT)) {
      return new Judgement(
          Verdict.INCONCLUSIVE, "nothing measured yet: " + say(by.get(Opinion.Kind.SILENT)));
    }
    return new Judgement(Verdict.PASS, onTimeAlone(by));
  }

  private static String goodBeside(Map<Opinion.Kind, List<Opinion>> by) {
    StringBuilder reason = new StringBuilder(say(by.get(Opinion.Kind.GOOD)));
    for (Opinion.Kind quiet : List.of(Opinion.Kind.SILENT, Opinion.Kind.EXCUSED)) {
      if (by.containsKey(quiet)) {
        reason.append("; ").append(say(by.get(quiet)));
      }
    }
    return reason.toString();
  }

  private static String onTimeAlone(Map<Opinion.Kind, List<Opinion>> by) {
    return by.containsKey(Opinion.Kind.EXCUSED)
        ? "time alone: " + say(by.get(Opinion.Kind.EXCUSED))
        : "time alone: no alarm and no metric is asked for";
  }

  private static String say(List<Opinion> opinions) {
    String named =
        opinions.stream().limit(MOST_NAMED).map(Opinion::says).collect(Collectors.joining("; "));
    int rest = opinions.size() - MOST_NAMED;
    return rest > 0 ? named + "; and " + rest + " more likewise" : named;
  }
}
