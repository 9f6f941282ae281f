package dev.coalmine.judge;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** How strongly each {@link Signal} speaks against the canary so far. Immutable. */
final class Evidence {
  private final Map<Signal, Mixture> mixtures;

  private Evidence(Map<Signal, Mixture> mixtures) {
    this.mixtures = mixtures;
  }

  static Evidence none() {
    Map<Signal, Mixture> none = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      none.put(signal, Mixture.of(bets(signal).length));
    }
    return new Evidence(none);
  }

  /** How much worse the canary may be: odds of a bad request, bets on the rank, distances. */
  private static double[] bets(Signal signal) {
    return switch (signal) {
      case ERRORS -> new double[] {2, 4, 12, 50, 400};
      case SLOW -> new double[] {1.3, 1.8, 3, 6};
      case LATENCY -> new double[] {.6, 1.2};
      case TAIL -> new double[] {2, 5, 15};
      case ERROR_LIMIT, SLOW_LIMIT -> new double[] {.05, .3, .9};
    };
  }

  /**
   * With one more minute.
   *
   * @param limits whether this minute counts for the limits too
   */
  Evidence plus(Comparison minute, boolean limits) {
    Map<Signal, Mixture> next = new EnumMap<>(mixtures);
    next.replaceAll(
        (signal, mixture) ->
            signal.isLimit() && !limits
                ? mixture
                : mixture.times(
                    Arrays.stream(bets(signal))
                        .map(bet -> minute.logLikelihood(signal, bet))
                        .toArray()));
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

  /** The test nearest to crossing, or furthest beyond. */
  Signal strongest() {
    return mixtures.keySet().stream()
        .max(Comparator.comparingDouble(signal -> log(signal) - signal.threshold()))
        .orElse(Signal.ERRORS);
  }

  /** The natural logarithm of the strongest evidence of all tests. */
  double most() {
    return mixtures.values().stream().mapToDouble(Mixture::log).max().orElse(0);
  }

  void pack(Packer out) {
    mixtures.values().forEach(mixture -> mixture.pack(out));
  }

  static Evidence unpack(Unpacker in) {
    Map<Signal, Mixture> mixtures = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      mixtures.put(signal, Mixture.unpack(in, bets(signal).length));
    }
    return new Evidence(mixtures);
  }
}
