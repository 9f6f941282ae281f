package dev.coalmine.cli.terminal;

import dev.coalmine.text.NumberText;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The texts of a release's line, at each level of detail. */
record ReleaseLineText(ReleaseLine release, Instant now) {
  /** The level of detail of a text. */
  enum DetailLevel {
    NOTHING,
    SHORT,
    LONG,
    FULL
  }

  /** The usual width of each text, in columns. */
  static final Map<DetailLevel, Integer> NEXT =
      Map.of(
          DetailLevel.FULL,
          "next check in 0:00".length(),
          DetailLevel.SHORT,
          "check 0:00".length());

  static final Map<DetailLevel, Integer> ERRORS =
      Map.of(
          DetailLevel.FULL, "errors: canary 0.12 %, baseline 0.12 %".length(),
          DetailLevel.LONG, "errors 0.12 % vs 0.12 %".length(),
          DetailLevel.SHORT, "0.12 % vs 0.12 %".length());

  static final Map<DetailLevel, Integer> EVIDENCE =
      Map.of(
          DetailLevel.FULL, "evidence 0.12:1 of 333:1".length(),
          DetailLevel.LONG, "0.12:1 of 333:1".length(),
          DetailLevel.SHORT, "0.12:1".length());

  /** The name. A long one is cut in the middle, since versions are at the end. */
  String name(int longest, boolean unicode) {
    String id = release.id();
    if (id.length() <= longest) {
      return id;
    }
    int head = longest / 2;
    return id.substring(0, head)
        + (unicode ? "…" : "~")
        + id.substring(id.length() - (longest - head - 1));
  }

  String percent() {
    return release.weight() + " %";
  }

  /** Error rates of canary and baseline; empty before requests were counted. */
  String errors(DetailLevel say) {
    if (release.canary().requests() + release.baseline().requests() == 0) {
      return "";
    }
    String canary = release.canary().rate();
    String baseline = release.baseline().rate();
    return switch (say) {
      case NOTHING -> "";
      case SHORT -> canary + " vs " + baseline;
      case LONG -> "errors " + canary + " vs " + baseline;
      case FULL -> "errors: canary " + canary + ", baseline " + baseline;
    };
  }

  /** The odds of the strongest test and their threshold. */
  String evidence(DetailLevel say) {
    return release
        .evidence()
        .map(
            found -> {
              String odds = NumberText.odds(found.odds());
              String threshold = NumberText.odds(found.threshold());
              return switch (say) {
                case NOTHING -> "";
                case SHORT -> odds;
                case LONG -> odds + " of " + threshold;
                case FULL -> "evidence " + odds + " of " + threshold;
              };
            })
        .orElse("");
  }

  /** What the release does, and what it does next. */
  String next(DetailLevel say) {
    String stands = release.note();
    String what = isDue() ? currentActivity() : countdown(say);
    return stands.isEmpty() ? what : stands + (say == DetailLevel.SHORT ? " " : ", ") + what;
  }

  private boolean isDue() {
    return !release.next().due().isAfter(now);
  }

  private String currentActivity() {
    return release.next().kind() == ReleaseLine.NextAction.NextActionKind.MOVING
        ? "shifting now"
        : "checking now";
  }

  private String countdown(DetailLevel say) {
    String left = clock(Duration.between(now, release.next().due()));
    if (release.next().kind() == ReleaseLine.NextAction.NextActionKind.ANSWER) {
      return left + " left";
    }
    boolean terse = say == DetailLevel.SHORT && !release.note().isEmpty();
    return terse ? left : (say == DetailLevel.SHORT ? "check " : "next check in ") + left;
  }

  /** A countdown, rounded up to whole seconds: {@code 0:42}. */
  private static String clock(Duration left) {
    Duration whole = left.plusMillis(999);
    return whole.toHours() > 0
        ? "%d:%02d:%02d".formatted(whole.toHours(), whole.toMinutesPart(), whole.toSecondsPart())
        : "%d:%02d".formatted(whole.toMinutes(), whole.toSecondsPart());
  }
}
