package dev.coalmine.judge;

import dev.coalmine.request.MetricScope;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** How strongly each {@link TestKind} speaks against the canary so far. Immutable. */
final class TestEvidence {
  private static final TestKind[] SIGNALS = TestKind.values();

  private final Map<TestKind, Mixture> mixtures;
  private final double most;
  private final boolean crosses;

  private TestEvidence(Map<TestKind, Mixture> mixtures) {
    this.mixtures = mixtures;
    double highest = Double.NEGATIVE_INFINITY;
    boolean beyond = false;
    for (TestKind signal : SIGNALS) {
      double log = log(signal);
      highest = Math.max(highest, log);
      beyond |= log >= signal.threshold();
    }
    this.most = highest;
    this.crosses = beyond;
  }

  static TestEvidence none() {
    Map<TestKind, Mixture> none = new EnumMap<>(TestKind.class);
    for (TestKind signal : SIGNALS) {
      none.put(signal, Mixture.of(MinuteComparison.alternatives(signal)));
    }
    return new TestEvidence(none);
  }

  /**
   * With one more minute.
   *
   * @param limits whether this minute counts for the limits too
   */
  TestEvidence plus(MinuteComparison minute, boolean limits) {
    Map<TestKind, Mixture> next = new EnumMap<>(mixtures);
    for (TestKind signal : SIGNALS) {
      if (limits || !signal.isLimit()) {
        next.put(signal, mixtures.get(signal).times(minute.logLikelihoods(signal)));
      }
    }
    return new TestEvidence(next);
  }

  /** With nothing yet against the limits. */
  TestEvidence withoutLimits() {
    Map<TestKind, Mixture> next = new EnumMap<>(mixtures);
    next.replaceAll((signal, mixture) -> signal.isLimit() ? mixture.restarted() : mixture);
    return new TestEvidence(next);
  }

  /** The natural logarithm of the evidence; minus infinity before the first minute. */
  double log(TestKind signal) {
    return mixtures.get(signal).log();
  }

  /** Whether any test's evidence is beyond its level. */
  boolean hasCrossed() {
    return crosses;
  }

  /** The test nearest to crossing, or furthest beyond, of those that are asked for. */
  TestKind strongest(MetricScope scope) {
    return mixtures.keySet().stream()
        .filter(signal -> signal.isWithin(scope))
        .max(Comparator.comparingDouble(signal -> log(signal) - signal.threshold()))
        .orElse(TestKind.ERRORS);
  }

  /** The natural logarithm of the strongest evidence of all tests. */
  double strongestLog() {
    return most;
  }

  void pack(StatePacker out) {
    mixtures.values().forEach(mixture -> mixture.pack(out));
  }

  static TestEvidence unpack(StateUnpacker in) {
    Map<TestKind, Mixture> mixtures = new EnumMap<>(TestKind.class);
    for (TestKind signal : SIGNALS) {
      mixtures.put(signal, Mixture.unpack(in, MinuteComparison.alternatives(signal)));
    }
    return new TestEvidence(mixtures);
  }
}
