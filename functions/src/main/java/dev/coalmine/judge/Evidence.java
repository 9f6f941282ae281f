package dev.coalmine.judge;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** How strongly each {@link Signal} speaks against the canary so far. Immutable. */
final class Evidence {
  private static final Signal[] SIGNALS = Signal.values();

  private final Map<Signal, Mixture> mixtures;
  private final double most;
  private final boolean crosses;

  private Evidence(Map<Signal, Mixture> mixtures) {
    this.mixtures = mixtures;
    double highest = Double.NEGATIVE_INFINITY;
    boolean beyond = false;
    for (Signal signal : SIGNALS) {
      double log = log(signal);
      highest = Math.max(highest, log);
      beyond |= log >= signal.threshold();
    }
    this.most = highest;
    this.crosses = beyond;
  }

  static Evidence none() {
    Map<Signal, Mixture> none = new EnumMap<>(Signal.class);
    for (Signal signal : SIGNALS) {
      none.put(signal, Mixture.of(Comparison.alternatives(signal)));
    }
    return new Evidence(none);
  }

  /**
   * With one more minute.
   *
   * @param limits whether this minute counts for the limits too
   */
  Evidence plus(Comparison minute, boolean limits) {
    Map<Signal, Mixture> next = new EnumMap<>(mixtures);
    for (Signal signal : SIGNALS) {
      if (limits || !signal.isLimit()) {
        next.put(signal, mixtures.get(signal).times(minute.logLikelihoods(signal)));
      }
    }
    return new Evidence(next);
  }

  /** With nothing yet against the limits. */
  Evidence withoutLimits() {
    Map<Signal, Mixture> next = new EnumMap<>(mixtures);
    next.replaceAll((signal, mixture) -> signal.isLimit() ? mixture.restarted() : mixture);
    return new Evidence(next);
  }

  /** The natural logarithm of the evidence; minus infinity before the first minute. */
  double log(Signal signal) {
    return mixtures.get(signal).log();
  }

  /** Whether any test's evidence is beyond its level. */
  boolean crosses() {
    return crosses;
  }

  /** The test nearest to crossing, or furthest beyond, of those that are asked for. */
  Signal strongest(Scope scope) {
    return mixtures.keySet().stream()
        .filter(signal -> signal.isWithin(scope))
        .max(Comparator.comparingDouble(signal -> log(signal) - signal.threshold()))
        .orElse(Signal.ERRORS);
  }

  /** The natural logarithm of the strongest evidence of all tests. */
  double most() {
    return most;
  }

  void pack(Packer out) {
    mixtures.values().forEach(mixture -> mixture.pack(out));
  }

  static Evidence unpack(Unpacker in) {
    Map<Signal, Mixture> mixtures = new EnumMap<>(Signal.class);
    for (Signal signal : SIGNALS) {
      mixtures.put(signal, Mixture.unpack(in, Comparison.alternatives(signal)));
    }
    return new Evidence(mixtures);
  }
}
