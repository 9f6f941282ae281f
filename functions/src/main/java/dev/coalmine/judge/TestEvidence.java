package dev.coalmine.judge;

import dev.coalmine.request.MetricScope;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** The evidence of each {@link TestKind} that the canary is worse. Immutable. */
final class TestEvidence {
  /** The logarithm of the odds from which on evidence is not calm. */
  static final double SUSPICION = Math.log(2);

  private static final TestKind[] TESTS = TestKind.values();

  private final Map<TestKind, Mixture> mixtures;
  private final double strongestLog;
  private final boolean crossed;

  private TestEvidence(Map<TestKind, Mixture> mixtures) {
    this.mixtures = mixtures;
    double highest = Double.NEGATIVE_INFINITY;
    boolean any = false;
    for (TestKind test : TESTS) {
      double log = log(test);
      highest = Math.max(highest, log);
      any |= log >= test.threshold();
    }
    this.strongestLog = highest;
    this.crossed = any;
  }

  static TestEvidence none() {
    Map<TestKind, Mixture> none = new EnumMap<>(TestKind.class);
    for (TestKind test : TESTS) {
      none.put(test, Mixture.of(MinuteComparison.alternatives(test)));
    }
    return new TestEvidence(none);
  }

  /**
   * The evidence after one more minute.
   *
   * @param limits whether this minute counts for the limits as well
   * @param errors whether this minute counts for the tests of errors as well
   */
  TestEvidence plus(MinuteComparison minute, boolean limits, boolean errors) {
    Map<TestKind, Mixture> next = new EnumMap<>(mixtures);
    for (TestKind test : TESTS) {
      if ((limits || !test.isLimit()) && (errors || !test.isErrorTest())) {
        next.put(test, mixtures.get(test).times(minute.logLikelihoods(test)));
      }
    }
    return new TestEvidence(next);
  }

  /**
   * The evidence after the counts of an earlier minute have changed.
   *
   * @param limits whether that minute counts for the limits as well
   * @param errors whether it counts for the tests of errors as well
   */
  TestEvidence revised(
      MinuteComparison before, MinuteComparison after, boolean limits, boolean errors) {
    Map<TestKind, Mixture> next = new EnumMap<>(mixtures);
    for (TestKind test : TESTS) {
      if ((limits || !test.isLimit()) && (errors || !test.isErrorTest())) {
        double[] changes = after.logLikelihoods(test);
        double[] counted = before.logLikelihoods(test);
        for (int i = 0; i < changes.length; i++) {
          changes[i] -= counted[i];
        }
        next.put(test, mixtures.get(test).revised(changes));
      }
    }
    return new TestEvidence(next);
  }

  /** The same evidence with that of durations reset. */
  TestEvidence withoutLatency() {
    Map<TestKind, Mixture> next = new EnumMap<>(mixtures);
    next.replaceAll((test, mixture) -> test.isErrorTest() ? mixture : mixture.restarted());
    return new TestEvidence(next);
  }

  /** The natural logarithm of the strongest evidence of errors, or else of durations. */
  double strongestLog(boolean errors) {
    double most = Double.NEGATIVE_INFINITY;
    for (TestKind test : TESTS) {
      most = test.isErrorTest() == errors ? Math.max(most, log(test)) : most;
    }
    return most;
  }

  /** The same evidence with that of errors and of the limits reset. */
  TestEvidence withoutErrors() {
    Map<TestKind, Mixture> next = new EnumMap<>(mixtures);
    next.replaceAll(
        (test, mixture) -> test.isLimit() || test.isErrorTest() ? mixture.restarted() : mixture);
    return new TestEvidence(next);
  }

  /** The natural logarithm of the evidence; minus infinity before the first minute. */
  double log(TestKind test) {
    return mixtures.get(test).log();
  }

  /** Whether the evidence of any test has reached its threshold. */
  boolean hasCrossed() {
    return crossed;
  }

  /** The test within the scope that is nearest to its threshold, or furthest over it. */
  TestKind strongest(MetricScope scope) {
    return mixtures.keySet().stream()
        .filter(test -> test.isWithin(scope))
        .max(Comparator.comparingDouble(test -> log(test) - test.threshold()))
        .orElse(TestKind.ERRORS);
  }

  /** The natural logarithm of the strongest evidence of all tests. */
  double strongestLog() {
    return strongestLog;
  }

  void pack(StatePacker out) {
    mixtures.values().forEach(mixture -> mixture.pack(out));
  }

  static TestEvidence unpack(StateUnpacker in) {
    Map<TestKind, Mixture> mixtures = new EnumMap<>(TestKind.class);
    for (TestKind test : TESTS) {
      mixtures.put(test, Mixture.unpack(in, MinuteComparison.alternatives(test)));
    }
    return new TestEvidence(mixtures);
  }
}
