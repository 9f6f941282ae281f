package dev.coalmine.cli.fuzz;

import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Plays a property with many inputs. {@code -Dcoalmine.fuzz=100} plays a hundred times as many as
 * the build does; each input has its own seed, which a failure names.
 */
final class FuzzRun {
  private static final int FACTOR = Integer.getInteger("coalmine.fuzz", 1);
  private static final int MOST_SHOWN = 20;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private FuzzRun() {}

  /** A claim about one input. */
  @FunctionalInterface
  interface Claim {
    void check(HostileJson hostile) throws Exception;
  }

  /**
   * Plays the inputs and fails with the first of each kind of failure.
   *
   * @param inputs how many
   */
  static void play(int inputs, Claim claim) {
    long began = System.nanoTime();
    Map<String, String> failures = new LinkedHashMap<>();
    for (long seed = 0; seed < (long) inputs * FACTOR; seed++) {
      long start = System.nanoTime();
      try {
        claim.check(new HostileJson(seed));
      } catch (Exception | AssertionError | StackOverflowError wrong) {
        failures.putIfAbsent(kind(wrong), "seed " + seed + ": " + shown(wrong));
      }
      long took = System.nanoTime() - start;
      if (took > LONGEST.toNanos()) {
        failures.putIfAbsent("slow", "seed %d took %,d ms".formatted(seed, took / 1_000_000));
      }
    }
    if (FACTOR > 1) {
      System.err.printf(
          "%,d inputs in %,d ms%n",
          (long) inputs * FACTOR, (System.nanoTime() - began) / 1_000_000);
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(
          failures.values().stream().limit(MOST_SHOWN).reduce("", (a, b) -> a + "\n" + b));
    }
  }

  private static String kind(Throwable wrong) {
    return wrong.getClass() + at(wrong);
  }

  private static String at(Throwable wrong) {
    for (StackTraceElement frame : wrong.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.coalmine.")
          && !frame.getClassName().contains(".fuzz.")) {
        return " at " + frame;
      }
    }
    return "";
  }

  private static String shown(Throwable wrong) {
    return TextLimit.cut(VisibleText.of(wrong + at(wrong)), 1_000);
  }
}
