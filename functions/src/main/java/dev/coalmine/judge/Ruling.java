package dev.coalmine.judge;

import dev.coalmine.release.Cause;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
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
 * @param telling writes the reason; most rulings are never asked for it
 */
public record Ruling(
    State state,
    Verdict verdict,
    Decision decision,
    Set<Signal> crossed,
    Supplier<String> telling) {
  public Ruling {
    crossed = Set.copyOf(crossed);
  }

  /** The numbers that decided, in a sentence. */
  public String reason() {
    return telling.get();
  }

  /** Rulings are equal when all that they say is; how a reason is written does not matter. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Ruling ruling
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
  public Cause cause() {
    if (crossed.isEmpty()) {
      return Cause.NONE;
    }
    return crossed.stream().anyMatch(Signal::isOfErrors) ? Cause.ERRORS : Cause.LATENCY;
  }

  /** The weight from now on: 0 when rolled back, 100 when promoted. */
  public Weight weight() {
    return state.weight();
  }

  /** Of a look in which no test crossed. */
  static Ruling of(State before, State after, Scope scope, Supplier<String> why) {
    int weight = before.progress().weight();
    return new Ruling(
        after,
        after.hasSeenEnough() ? Verdict.PASS : Verdict.INCONCLUSIVE,
        decision(weight, after.progress().weight()),
        Set.of(),
        () ->
            "%s, at weight %d; %s"
                .formatted(
                    Reason.of(after, after.evidence().strongest(after.measured(scope))),
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
