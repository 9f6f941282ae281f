package dev.coalmine.local.traffic;

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
public record Lane(String function, String alias, String version, Side side)
    implements Comparable<Lane> {
  private static final Comparator<Lane> ORDER =
      Comparator.comparing(Lane::function)
          .thenComparing(Lane::alias)
          .thenComparing(Lane::version)
          .thenComparing(Lane::side);

  /**
   * A side of a stage.
   *
   * @param apiName the API's name; empty for callers who don't come by an API
   * @param deployment that serves this side
   * @param canary whether it is the stage's canary
   * @param alike whether it asks the very backends that production asks
   */
  public record Side(String apiName, String deployment, boolean canary, boolean alike)
      implements Comparable<Side> {
    /** Of callers who ask the function themselves. */
    public static final Side NONE = new Side("", "", false, true);

    private static final Comparator<Side> ORDER =
        Comparator.comparing(Side::canary)
            .thenComparing(Side::apiName)
            .thenComparing(Side::deployment)
            .thenComparing(Side::alike);

    @Override
    public int compareTo(Side other) {
      return ORDER.compare(this, other);
    }
  }

  /** Whether a function runs, so that Lambda has something to report. */
  boolean runs() {
    return !version.isEmpty();
  }

  /** Whether the function behind the stage can't be invoked. */
  boolean isBroken() {
    return !function.isEmpty() && version.isEmpty();
  }

  /** Draws of a minute are made in this order. */
  @Override
  public int compareTo(Lane other) {
    return ORDER.compare(this, other);
  }
}
