package dev.coalmine.judge;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;

/**
 * What came of a look.
 *
 * @param state what to remember until the next look
 * @param verdict what the evidence says
 * @param decision what follows from it
 * @param reason the numbers that decided, in a sentence
 */
public record Ruling(State state, Verdict verdict, Decision decision, String reason) {
  /** The weight from now on: 0 when rolled back, 100 when promoted. */
  public Weight weight() {
    return state.weight();
  }

  /** Of a look in which no test crossed. */
  static Ruling of(State before, State after, String why) {
    int weight = before.progress().weight();
    String reason =
        "%s, at weight %d; %s"
            .formatted(Reason.of(after, after.evidence().strongest()), weight, why);
    return new Ruling(
        after,
        after.hasSeenEnough() ? Verdict.PASS : Verdict.INCONCLUSIVE,
        decision(weight, after.progress().weight()),
        reason);
  }

  private static Decision decision(int before, int after) {
    if (after <= before) {
      return Decision.KEEP_BAKING;
    }
    return after == Weight.ALL.percent() ? Decision.PROMOTE : Decision.ADVANCE;
  }
}
