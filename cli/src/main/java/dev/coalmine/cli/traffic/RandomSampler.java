package dev.coalmine.cli.traffic;

import java.util.SplittableRandom;

/**
 * Exact random samples of binomial and Poisson distributions: by inversion for small expected
 * values, otherwise by transformed rejection (W. Hörmann: "The generation of binomial random
 * variates", 1993; "The transformed rejection method for generating Poisson random variables",
 * 1993). The same seed gives the same samples. Not thread-safe.
 */
public final class RandomSampler {
  private static final double FEW = 10; // below it, inversion takes fewer steps than rejection
  private static final double[] LOG_FACTORIALS = logFactorials(128);

  private final SplittableRandom random;

  /** A random sequence of its own for this seed. */
  public RandomSampler(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A uniform number from 0 to below 1. */
  public double uniform() {
    return random.nextDouble();
  }

  /** A number from the normal distribution around 0 with this standard deviation. */
  public double normal(double deviation) {
    return deviation * random.nextGaussian();
  }

  /**
   * A number from the gamma distribution of mean 1 (G. Marsaglia and W. W. Tsang: "A simple method
   * for generating gamma variables", 2000).
   *
   * @param shape at least 1; the variance is its inverse
   */
  public double gamma(double shape) {
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d * (1 - v + Math.log(v))) {
        return d * v / shape;
      }
    }
  }

  /**
   * The number of {@code n} trials in each bin.
   *
   * @param shares the probability of each bin; their sum is 1
   */
  public int[] multinomial(int n, double... shares) {
    int[] counts = new int[shares.length];
    int left = n;
    double rest = 1;
    for (int i = 0; i < shares.length - 1 && left > 0; i++) {
      counts[i] = (int) binomial(left, shares[i] / rest);
      left -= counts[i];
      rest -= shares[i];
    }
    counts[shares.length - 1] += left;
    return counts;
  }

  /** The number of successes in {@code n} trials, each with probability {@code p}. */
  public long binomial(long n, double p) {
    if (n <= 0 || p <= 0) {
      return 0;
    }
    if (p >= 1) {
      return n;
    }
    if (p > 0.5) {
      return n - binomial(n, 1 - p);
    }
    return n * p < FEW ? binomialByInversion(n, p) : binomialByRejection(n, p);
  }

  private long binomialByInversion(long n, double p) {
    double odds = p / (1 - p);
    double probability = Math.exp(n * Math.log1p(-p));
    double left = random.nextDouble();
    long k = 0;
    while (left > probability && k < n) {
      left -= probability;
      k++;
      probability *= odds * (n - k + 1) / k;
    }
    return k;
  }

  private long binomialByRejection(long n, double p) {
    double spread = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * spread;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double centre = n * p + 0.5;
    double squeeze = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * spread;
    double logOdds = Math.log(p / (1 - p));
    long mode = (long) ((n + 1) * p);
    double top = logFactorial(mode) + logFactorial(n - mode);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double us = 0.5 - Math.abs(u);
      long k = (long) Math.floor((2 * a / us + b) * u + centre);
      if (k < 0 || k > n) {
        continue;
      }
      if (us >= 0.07 && v <= squeeze) {
        return k;
      }
      double accept = Math.log(v * alpha / (a / (us * us) + b));
      if (accept <= top - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) {
        return k;
      }
    }
  }

  /** The number of arrivals if {@code mean} are expected. */
  public long poisson(double mean) {
    if (mean <= 0) {
      return 0;
    }
    return mean < FEW ? poissonByInversion(mean) : poissonByRejection(mean);
  }

  private long poissonByInversion(double mean) {
    double probability = Math.exp(-mean);
    double left = random.nextDouble();
    long k = 0;
    while (left > probability && probability > 0) {
      left -= probability;
      k++;
      probability *= mean / k;
    }
    return k;
  }

  private long poissonByRejection(double mean) {
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    double squeeze = 0.9277 - 3.6224 / (b - 2);
    double logMean = Math.log(mean);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double us = 0.5 - Math.abs(u);
      long k = (long) Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= squeeze) {
        return k;
      }
      if (k < 0 || (us < 0.013 && v > us)) {
        continue;
      }
      double accept = Math.log(v * inverseAlpha / (a / (us * us) + b));
      if (accept <= k * logMean - mean - logFactorial(k)) {
        return k;
      }
    }
  }

  private static double[] logFactorials(int size) {
    double[] logs = new double[size];
    for (int k = 2; k < size; k++) {
      logs[k] = logs[k - 1] + Math.log(k);
    }
    return logs;
  }

  /** ln k!, by Stirling's series above the table; its error there is below 1e-12. */
  private static double logFactorial(long k) {
    if (k < LOG_FACTORIALS.length) {
      return LOG_FACTORIALS[(int) k];
    }
    double x = k + 1.0;
    return (x - 0.5) * Math.log(x)
        - x
        + 0.5 * Math.log(2 * Math.PI)
        + 1 / (12 * x)
        - 1 / (360 * x * x * x);
  }
}
