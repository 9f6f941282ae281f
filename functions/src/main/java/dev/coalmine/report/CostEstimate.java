package dev.coalmine.report;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cost of a release by the list prices of us-east-1, above all free tiers: <a
 * href="https://aws.amazon.com/step-functions/pricing/">Step Functions</a>, Standard Workflows,
 * where each retry is a transition; <a href="https://aws.amazon.com/lambda/pricing/">Lambda</a> on
 * arm64; <a href="https://aws.amazon.com/cloudwatch/pricing/">CloudWatch</a>, where each metric of
 * a GetMetricData request is paid for, and up to five statistics of it are one metric; <a
 * href="https://aws.amazon.com/eventbridge/pricing/">EventBridge</a>, custom events.
 *
 * @param lines the items
 * @param remarks assumptions and omissions
 */
public record CostEstimate(List<CostItem> lines, List<String> remarks) {
  private static final double TRANSITION = 0.000_025;
  private static final double REQUEST = 0.000_000_2;
  private static final double GB_SECOND = 0.000_013_333_4;
  private static final double METRIC = 0.000_01;
  private static final double EVENT = 0.000_001;

  /** Memory of each function (template.yaml). */
  private static final double GB = 1;

  /** Duration of a call where the virtual clock stood still during calls. */
  private static final Duration ASSUMED = Duration.ofMillis(100);

  private static final String LEFT_OUT =
      "not included: the monthly free tier (4,000 state transitions, a million Lambda requests),"
          + " CloudWatch alarms, logs and custom metrics, hook functions, and what runs for all"
          + " releases together (Wake, Sweep)";

  private static final String PROBES_LEFT_OUT =
      "not included: the GB-seconds of the functions that probes invoke, and of SendProbes";

  public CostEstimate {
    lines = List.copyOf(lines);
    remarks = List.copyOf(remarks);
  }

  /**
   * One item.
   *
   * @param what its name
   * @param count the quantity
   * @param dollars for the whole quantity
   */
  public record CostItem(String what, double count, double dollars) {
    private static CostItem of(String what, double count, double price) {
      return new CostItem(what, count, count * price);
    }
  }

  /** The cost of a release so far. */
  public static CostEstimate of(ReleaseHistory history) {
    ReleaseHistory.ResourceUsage effort = history.usage();
    boolean assumed = effort.ran().isZero();
    Duration ran = assumed ? ASSUMED.multipliedBy(effort.invocations()) : effort.ran();
    List<CostItem> items =
        List.of(
            CostItem.of("Step Functions state transitions", effort.transitions(), TRANSITION),
            CostItem.of("Lambda requests", effort.invocations(), REQUEST),
            CostItem.of("Lambda GB-seconds", GB * ran.toMillis() / 1_000.0, GB_SECOND),
            CostItem.of("GetMetricData metrics", MetricQueryCount.count(history), METRIC),
            CostItem.of("EventBridge events", effort.events(), EVENT));
    List<String> remarks =
        assumed
            ? List.of("assumed: each Lambda request runs for a tenth of a second", LEFT_OUT)
            : List.of(LEFT_OUT);
    long probes = ProbeFigures.ordered(history);
    return probes == 0
        ? new CostEstimate(items, remarks)
        : new CostEstimate(
            plus(
                items, CostItem.of("Lambda requests of probes, at most", (double) probes, REQUEST)),
            plus(remarks, PROBES_LEFT_OUT));
  }

  private static <T> List<T> plus(List<T> list, T last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }

  /** The sum of all items, in dollars. */
  public double dollars() {
    return lines.stream().mapToDouble(CostItem::dollars).sum();
  }
}
