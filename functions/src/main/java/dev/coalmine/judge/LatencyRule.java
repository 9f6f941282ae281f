package dev.coalmine.judge;

import java.util.Set;

/**
 * What follows when a latency test crosses. New containers are slower at first, so evidence from
 * before the canary is warm is set aside, and so is evidence of an excess that falls.
 */
final class LatencyRule {
  private static final double WEAK = 1.15; // of the smallest regression that matters
  private static final double WEAKEST = .14; // mean rank score, or share over p99

  private final JudgeProfile profile;

  LatencyRule(JudgeProfile profile) {
    this.profile = profile;
  }

  /** Whether the tests prove that a warm canary is slower. */
  boolean isProven(JudgeState state, Set<TestKind> crossed) {
    WarmUpProgress warmUp = state.warmUp();
    return !crossed.isEmpty()
        && warmUp.isWarm(state.rate())
        && !warmUp.isFalling(crossed)
        && warmUp.isBlockFull(state.rate())
        && crossed.stream()
            .anyMatch(test -> state.evidence().log(test) >= warmUp.certainty() * test.threshold());
  }

  /**
   * The state with what new containers excuse set aside.
   *
   * @param wasWarm whether the canary was warm before this minute
   * @param crossed the latency tests that crossed
   */
  JudgeState excuse(JudgeState state, boolean wasWarm, Set<TestKind> crossed) {
    boolean warm = state.warmUp().isWarm(state.rate());
    if (!crossed.isEmpty()) {
      boolean excused = warm ? state.warmUp().isFalling(crossed) : isStrong(state);
      return excused ? state.withLatencyAfresh() : state;
    }
    if (wasWarm || !warm || state.evidence().strongestLog(false) < TestEvidence.SUSPICION) {
      return state;
    }
    boolean lasting = !isStrong(state) || state.warmUp().isLasting();
    return lasting ? state.withNextBlock() : state.withLatencyAfresh();
  }

  /** A weak excess may as well be that of a version that is a little slower. */
  private boolean isStrong(JudgeState state) {
    LatencyExcess excess = state.warmUp().now();
    double matters = profile.rankThatMatters(1 / Math.max(state.rate(), .01));
    return excess.mean(TestKind.LATENCY) >= Math.min(WEAKEST, WEAK * matters)
        || excess.mean(TestKind.TAIL) >= WEAKEST;
  }
}
