package dev.coalmine.target;

import java.util.List;

/**
 * Where a target's metrics come from, and how CloudWatch separates the canary's from the
 * baseline's.
 *
 * @param kind what separates them
 * @param apiName name of the API, by which CloudWatch identifies a stage; empty for an alias
 * @param pairs the functions that a stage's baseline and canary invoke with different qualifiers
 * @param complete whether the metrics count all of the target's requests and no others, so that a
 *     share of them can be expected
 */
public record MetricSource(
    MetricSourceKind kind, String apiName, List<InvocationPair> pairs, boolean complete) {
  /** What separates the metrics of canary and baseline. */
  public enum MetricSourceKind {
    /** The executed version, by which Lambda counts an alias' requests. */
    VERSIONS,
    /** The alias or version that the integration invokes. */
    QUALIFIERS,
    /** A metric filter on the access log of the stage's canary. */
    CANARY_LOG,
    /** Nothing: API Gateway counts canary and baseline of a stage together. */
    NOTHING
  }

  /**
   * A function that a stage's baseline and canary invoke with different qualifiers.
   *
   * @param baseline what the baseline invokes
   * @param canary what the canary invokes
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

  /** The metrics of an alias. */
  public static final MetricSource OF_VERSIONS =
      new MetricSource(MetricSourceKind.VERSIONS, "", List.of(), true);

  /**
   * Minutes from a minute's start until its metrics are complete. Lambda and API Gateway report
   * once a minute; metric filters promise no time, so they get longer.
   */
  public int minutesUntilComplete() {
    return kind == MetricSourceKind.CANARY_LOG ? 5 : 2;
  }

  /** The metrics of a stage in a release that is not judged by metrics. */
  public static final MetricSource UNREAD =
      new MetricSource(MetricSourceKind.NOTHING, "", List.of(), false);

  /** Whether the canary has metrics of its own, which can set its pace. */
  public boolean hasCanaryMetrics() {
    return kind != MetricSourceKind.NOTHING;
  }
}
