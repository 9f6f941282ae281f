package dev.coalmine.target;

/** Who gets what share of a target's requests. */
public sealed interface Routing permits AliasRouting, StageRouting {
  /** Whether the requests are shared out among more than one. */
  boolean isSplit();

  /** What serves when nothing is shared out: {@code version 7}, {@code deployment d1e2f3}. */
  String servingText();

  /** Whether what serves beside a canary is the same as there. */
  boolean servesSameAs(Routing other);

  /**
   * Whether AWS itself shows this for a time where the wanted routing was written; the requests
   * still go elsewhere.
   */
  boolean isSettlingOn(Routing wanted);

  /** Whether a write of several parts that was interrupted may have left this. */
  boolean isPartialWrite(Routing from, Routing to);

  /**
   * Whether a write that was meant to lead from one routing to the other may have left this, though
   * what stood before both had been put back by then.
   */
  boolean isLateWrite(Routing before, Routing from, Routing to);
}
