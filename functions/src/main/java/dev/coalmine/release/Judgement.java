package dev.coalmine.release;

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
 */
public record Judgement(Verdict verdict, String reason, boolean blind) {
  /** One that could read all that was asked for. */
  Judgement(Verdict verdict, String reason) {
    this(verdict, reason, false);
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
      return new Judgement(Verdict.FAIL, say(by.get(Opinion.Kind.BAD)));
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
