package dev.coalmine.judge;

import java.util.Arrays;

/**
 * Evidence of a sequential test that stays valid at every look: the mean of the likelihood ratios
 * of several alternatives, each of which may hold from any minute on. Immutable.
 */
final class Mixture {
  private static final double FIRST = .4; // the prior of the first minute
  private static final int HORIZON = 120; // minutes that share the rest of the prior
  private static final double LOG_FIRST = Math.log(FIRST);
  private static final double LOG_LATER = Math.log((1 - FIRST) / HORIZON);

  private final int age;
  private final double[] logs;
  private final double log;

  private Mixture(int age, double[] logs) {
    this.age = age;
    this.logs = logs;
    this.log = logOfMean(logs);
  }

  /** A mixture without evidence. */
  static Mixture of(int alternatives) {
    double[] logs = new double[alternatives];
    Arrays.fill(logs, Double.NEGATIVE_INFINITY);
    return new Mixture(0, logs);
  }

  /** The evidence after one more minute, from the log likelihood ratio of each alternative. */
  Mixture times(double... ratios) {
    double start = startPrior();
    double[] next = new double[logs.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = ratios[i] + logOfSum(logs[i], start);
    }
    return new Mixture(age + 1, next);
  }

  /**
   * The evidence after the counts of an earlier minute have changed. The change is about a
   * likelihood ratio of the late part given the part that was counted before; the discount for
   * dependent requests makes it an approximation, whose false alarms a test counts.
   *
   * @param changes of the log likelihood ratio of each alternative in that minute
   */
  Mixture revised(double... changes) {
    double[] next = new double[logs.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = logs[i] + changes[i];
    }
    return new Mixture(age, next);
  }

  /** The logarithm of the prior that the alternative holds from this minute on. */
  private double startPrior() {
    if (age == 0) {
      return LOG_FIRST;
    }
    return age <= HORIZON ? LOG_LATER : Double.NEGATIVE_INFINITY;
  }

  Mixture restarted() {
    return of(logs.length);
  }

  /** The evidence as a natural logarithm; minus infinity before the first minute. */
  double log() {
    return log;
  }

  private static double logOfMean(double... logs) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum / logs.length);
  }

  private static double logOfSum(double a, double b) {
    double most = Math.max(a, b);
    double least = Math.min(a, b);
    return least == Double.NEGATIVE_INFINITY
        ? most
        : most + LogLikelihood.log1p(Math.exp(least - most));
  }

  void pack(StatePacker out) {
    out.add(age);
    out.add(logs);
  }

  static Mixture unpack(StateUnpacker in, int alternatives) {
    int age = (int) in.next();
    double[] logs = new double[alternatives];
    for (int i = 0; i < alternatives; i++) {
      logs[i] = in.next();
    }
    return new Mixture(age, logs);
  }
}
