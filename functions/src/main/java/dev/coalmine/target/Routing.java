package dev.coalmine.target;

/** The routing of a target: each version's or deployment's share of its requests. */
public sealed interface Routing permits AliasRouting, StageRouting {
  /** Whether more than one version or deployment gets requests. */
  boolean isSplit();

  /**
   * The version or deployment that serves beside a canary: {@code version 7}, {@code deployment
   * d1e2f3}.
   */
  String servingText();

  /** Whether the same version or deployment serves beside the canary. */
  boolean servesSameAs(Routing other);

  /**
   * Whether AWS may show this routing for a time after the wanted one was written, while the
   * requests still go elsewhere.
   */
  boolean isSettlingOn(Routing wanted);

  /** Whether it serves something of another routing that was not there before. */
  boolean hasPartOf(Routing other, Routing before);

  /**
   * Whether it serves all requests with everything of another routing that was not there before,
   * and differs from it only elsewhere.
   */
  boolean servesAllOf(Routing other, Routing before);

  /** Whether an interrupted write of several parts may have left this routing. */
  boolean isPartialWrite(Routing from, Routing to);

  /**
   * Whether a write from one routing to the other may have left this, after a rollback had already
   * restored the routing from before both.
   */
  boolean isLateWrite(Routing before, Routing from, Routing to);
}
