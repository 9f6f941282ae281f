package dev.coalmine.cli.bench;

/** A distribution of numbers of requests, by measured quantiles. */
final class RequestQuantiles {
  /**
   * Requests in five minutes at a load balancer, from the Numenta Anomaly Benchmark
   * (elb_request_count_8c0756).
   */
  static final RequestQuantiles LOAD_BALANCER =
      new RequestQuantiles(
          new double[] {0, .05, .25, .5, .75, .95, .99, 1},
          new double[] {1, 5, 15, 48, 89, 170, 251, 656});

  /** Posts in five minutes, from the Numenta Anomaly Benchmark (Twitter_volume_AMZN). */
  static final RequestQuantiles POSTS =
      new RequestQuantiles(
          new double[] {0, .05, .25, .5, .75, .95, .99, 1},
          new double[] {1, 22, 36, 50, 65, 93, 135, 1673});

  private final double[] shares;
  private final double[] values;

  RequestQuantiles(double[] shares, double... values) {
    this.shares = shares.clone();
    this.values = values.clone();
  }

  /** The value of this rank, between two quantiles on a logarithmic scale. */
  double at(double share) {
    int i = 1;
    while (i < shares.length - 1 && share > shares[i]) {
      i++;
    }
    double part = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
    return values[i - 1] * Math.pow(values[i] / values[i - 1], part);
  }
}
