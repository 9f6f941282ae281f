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
 * What came of a look.
 *
 * @param state what to remember until the next look
 * @param verdict what the evidence says
 * @param decision what follows from it
 * @param crossed the tests that speak against the canary; none unless it is rolled back
 * @param reasonWriter writes the reason; most rulings are never asked for it
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

  /** The numbers that decided, in a sentence. */
  public String reason() {
    return reasonWriter.get();
  }

  /** Rulings are equal when all that they say is; how a reason is written does not matter. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JudgeResult ruling
        && state.equals(ruling.state)
        && verdict == ruling.verdict
        && decision == ruling.decision
        && crossed.equals(ruling.crossed)
        && reason().equals(ruling.reason());
  }

  @Override
  public int hashCode() {
    return Objects.hash(state, verdict, decision, crossed, reason());
  }

  /** What counts as the cause where it is rolled back: errors, where they are among the reasons. */
  public RollbackCause cause() {
    if (crossed.isEmpty()) {
      return RollbackCause.NONE;
    }
    return crossed.stream().anyMatch(TestKind::isErrorTest)
        ? RollbackCause.ERRORS
        : RollbackCause.LATENCY;
  }

  /** The weight from now on: 0 when rolled back, 100 when promoted. */
  public Weight weight() {
    return state.weight();
  }

  /** Of a look in which no test crossed. */
  static JudgeResult of(
      JudgeState before, JudgeState after, MetricScope scope, Supplier<String> why) {
    int weight = before.progress().weight();
    return new JudgeResult(
        after,
        after.hasSeenEnough() ? Verdict.PASS : Verdict.INCONCLUSIVE,
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
