package dev.coalmine.judge;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The result of a look.
 *
 * @param state the state to pass to the next look
 * @param verdict PASS, FAIL or INCONCLUSIVE
 * @param decision what the release does next
 * @param crossed the tests that reached their threshold; empty unless the decision is ROLL_BACK
 * @param reasonWriter writes the reason when it is needed
 */
public record JudgeResult(
    JudgeState state,
    Verdict verdict,
    Decision decision,
    Set<TestKind> crossed,
    Supplier<String> reasonWriter) {
  public JudgeResult {
    crossed = Set.copyOf(crossed);
  }

  /** The deciding numbers, as a sentence. */
  public String reason() {
    return reasonWriter.get();
  }

  /** Compares the reasons and not their writers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JudgeResult result
        && state.equals(result.state)
        && verdict == result.verdict
        && decision == result.decision
        && crossed.equals(result.crossed)
        && reason().equals(result.reason());
  }

  @Override
  public int hashCode() {
    return Objects.hash(state, verdict, decision, crossed, reason());
  }

  /** The cause of a rollback: ERRORS if an error test crossed, else LATENCY. */
  public RollbackCause cause() {
    if (crossed.isEmpty()) {
      return RollbackCause.NONE;
    }
    return crossed.stream().anyMatch(TestKind::isErrorTest)
        ? RollbackCause.ERRORS
        : RollbackCause.LATENCY;
  }

  /** The next weight: 0 after a rollback, 100 after promotion. */
  public Weight weight() {
    return state.weight();
  }

  /**
   * The result of a look in which no test crossed.
   *
   * @param calm whether nothing speaks against the canary
   */
  static JudgeResult of(
      JudgeState before, JudgeState after, MetricScope scope, boolean calm, Supplier<String> why) {
    int weight = before.progress().weight();
    boolean passes = calm && after.hasSeenEnough() && before.isCompared();
    return new JudgeResult(
        after,
        passes ? Verdict.PASS : Verdict.INCONCLUSIVE,
        decision(weight, after.progress().weight()),
        Set.of(),
        () ->
            "%s, at weight %d; %s"
                .formatted(
                    ReasonText.of(after, after.evidence().strongest(after.measuredScope(scope))),
                    weight,
                    why.get()));
  }

  private static Decision decision(int before, int after) {
    if (after <= before) {
      return Decision.KEEP_BAKING;
    }
    return after == Weight.ALL.percent() ? Decision.PROMOTE : Decision.ADVANCE;
  }
}
