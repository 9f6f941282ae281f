package dev.coalmine.cli.traffic;

import java.util.Comparator;

/**
 * One route of requests, with the dimensions of its metrics: the version that runs, and the side of
 * the stage that took the request.
 *
 * @param function its name; empty if the stage answers by itself
 * @param alias through which it is invoked; empty for none
 * @param version that runs; empty if none can, which API Gateway answers with 500
 * @param side of the stage
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
   * @param apiName the API's name; empty for requests that don't come through an API
   * @param deployment that serves this side
   * @param canary whether it is the stage's canary
   * @param sameBackends whether it calls the same backends as production
   */
  public record StageSide(String apiName, String deployment, boolean canary, boolean sameBackends)
      implements Comparable<StageSide> {
    /** For requests to the function itself. */
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

  /** Whether a function runs, so that Lambda reports metrics. */
  boolean runsFunction() {
    return !version.isEmpty();
  }

  /** Whether the function behind the stage can't be invoked. */
  boolean isBroken() {
    return !function.isEmpty() && version.isEmpty();
  }

  /** The order in which the requests of a minute are sampled. */
  @Override
  public int compareTo(TrafficRoute other) {
    return ORDER.compare(this, other);
  }
}
