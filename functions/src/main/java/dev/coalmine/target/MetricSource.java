package dev.coalmine.target;

import java.util.List;

/**
 * How CloudWatch tells a target's canary from what serves beside it.
 *
 * @param kind by what
 * @param apiName name of the API, by which CloudWatch knows a stage; empty for an alias
 * @param pairs the functions behind a stage that its two sides ask through different qualifiers
 * @param complete whether these numbers are all of the target's requests and nobody else's, so that
 *     a share can be expected of them
 */
public record MetricSource(
    MetricSourceKind kind, String apiName, List<InvocationPair> pairs, boolean complete) {
  /** By what the two sides are told apart. */
  public enum MetricSourceKind {
    /** Lambda counts an alias' requests by the version that ran. */
    VERSIONS,
    /** The stage's canary asks another alias or version than production does. */
    QUALIFIERS,
    /** A metric filter on the access log of the stage's canary counts what that got. */
    CANARY_LOG,
    /** Nothing: API Gateway counts a stage's canary and its production together. */
    NOTHING
  }

  /**
   * A function as the two sides of a stage ask it.
   *
   * @param baseline what production asks
   * @param canary what the canary asks
   */
  public record InvocationPair(InvocationTarget baseline, InvocationTarget canary) {}

  /**
   * A function as an integration names it.
   *
   * @param function its bare name
   * @param qualifier alias or version; empty for none
   */
  public record InvocationTarget(String function, String qualifier) {
    @Override
    public String toString() {
      return qualifier.isEmpty() ? function : function + ":" + qualifier;
    }
  }

  public MetricSource {
    pairs = List.copyOf(pairs);
  }

  /** That of an alias. */
  public static final MetricSource OF_VERSIONS =
      new MetricSource(MetricSourceKind.VERSIONS, "", List.of(), true);

  /**
   * Minutes after whose start a minute's numbers are taken to be complete: Lambda and API Gateway
   * report once a minute; for logs nothing is promised, so they get longer.
   */
  public int minutesUntilComplete() {
    return kind == MetricSourceKind.CANARY_LOG ? 5 : 2;
  }

  /** That of a stage in a release that is not judged by metrics. */
  public static final MetricSource UNREAD =
      new MetricSource(MetricSourceKind.NOTHING, "", List.of(), false);

  /** Whether the canary's own numbers are known, so that they can set its pace. */
  public boolean hasCanaryMetrics() {
    return kind != MetricSourceKind.NOTHING;
  }
}
