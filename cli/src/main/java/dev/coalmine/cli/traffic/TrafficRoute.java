package dev.coalmine.cli.traffic;

import java.util.Comparator;

/**
 * A way that requests go, and what is reported of them: the function's version that runs, and the
 * side of the stage that took them.
 *
 * @param function its bare name; empty where the stage answers by itself
 * @param alias through which it is invoked; empty if through none
 * @param version that runs; empty where none can, which API Gateway answers with 500
 * @param side of the stage by which the requests come
 */
public record TrafficRoute(String function, String alias, String version, StageSide side)
    implements Comparable<TrafficRoute> {
  private static final Comparator<TrafficRoute> ORDER =
      Comparator.comparing(TrafficRoute::function)
          .thenComparing(TrafficRoute::alias)
          .thenComparing(TrafficRoute::version)
          .thenComparing(TrafficRoute::side);

  /**
   * A side of a stage.
   *
   * @param apiName the API's name; empty for callers who don't come by an API
   * @param deployment that serves this side
   * @param canary whether it is the stage's canary
   * @param sameBackends whether it asks the very backends that production asks
   */
  public record StageSide(String apiName, String deployment, boolean canary, boolean sameBackends)
      implements Comparable<StageSide> {
    /** Of callers who ask the function themselves. */
    public static final StageSide NONE = new StageSide("", "", false, true);

    private static final Comparator<StageSide> ORDER =
        Comparator.comparing(StageSide::canary)
            .thenComparing(StageSide::apiName)
            .thenComparing(StageSide::deployment)
            .thenComparing(StageSide::sameBackends);

    @Override
    public int compareTo(StageSide other) {
      return ORDER.compare(this, other);
    }
  }

  /** Whether a function runs, so that Lambda has something to report. */
  boolean runsFunction() {
    return !version.isEmpty();
  }

  /** Whether the function behind the stage can't be invoked. */
  boolean isBroken() {
    return !function.isEmpty() && version.isEmpty();
  }

  /** Draws of a minute are made in this order. */
  @Override
  public int compareTo(TrafficRoute other) {
    return ORDER.compare(this, other);
  }
}
