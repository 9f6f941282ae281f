package dev.coalmine.local.terminal;

import dev.coalmine.release.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What there is to be said of a release in one line, in longer words and in shorter ones. */
record LiveLine(Running release, Instant now) {
  /** How much is said of something. */
  enum Say {
    NOTHING,
    SHORT,
    LONG,
    FULL
  }

  /** So many columns each thing usually takes. */
  static final Map<Say, Integer> NEXT =
      Map.of(Say.FULL, "next look in 0:00".length(), Say.SHORT, "look 0:00".length());

  static final Map<Say, Integer> ERRORS =
      Map.of(
          Say.FULL, "errors: canary 0.12 %, baseline 0.12 %".length(),
          Say.LONG, "errors 0.12 % vs 0.12 %".length(),
          Say.SHORT, "0.12 % vs 0.12 %".length());

  static final Map<Say, Integer> EVIDENCE =
      Map.of(
          Say.FULL, "evidence 0.12:1 of 333:1".length(),
          Say.LONG, "0.12:1 of 333:1".length(),
          Say.SHORT, "0.12:1".length());

  /** The name; of one that is too long the middle is left out, since versions stand at the end. */
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

  /** Error rates of canary and baseline; empty as long as nothing was counted. */
  String errors(Say say) {
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

  /** How far the strongest test has come on its way to failing the canary. */
  String evidence(Say say) {
    return release
        .evidence()
        .map(
            found -> {
              String odds = Numbers.odds(found.odds());
              String threshold = Numbers.odds(found.threshold());
              return switch (say) {
                case NOTHING -> "";
                case SHORT -> odds;
                case LONG -> odds + " of " + threshold;
                case FULL -> "evidence " + odds + " of " + threshold;
              };
            })
        .orElse("");
  }

  /** How it stands and what comes next. */
  String next(Say say) {
    String stands = release.stands();
    String what = isDue() ? due() : waits(say);
    return stands.isEmpty() ? what : stands + (say == Say.SHORT ? " " : ", ") + what;
  }

  private boolean isDue() {
    return !release.next().due().isAfter(now);
  }

  private String due() {
    return release.next().what() == Running.Next.What.MOVING ? "moving now" : "looking now";
  }

  private String waits(Say say) {
    String left = clock(Duration.between(now, release.next().due()));
    if (release.next().what() == Running.Next.What.ANSWER) {
      return left + " left";
    }
    boolean terse = say == Say.SHORT && !release.stands().isEmpty();
    return terse ? left : (say == Say.SHORT ? "look " : "next look in ") + left;
  }

  /** A time that runs down, in whole seconds that are not over yet: {@code 0:42}. */
  private static String clock(Duration left) {
    Duration whole = left.plusMillis(999);
    return whole.toHours() > 0
        ? "%d:%02d:%02d".formatted(whole.toHours(), whole.toMinutesPart(), whole.toSecondsPart())
        : "%d:%02d".formatted(whole.toMinutes(), whole.toSecondsPart());
  }
}
