package dev.coalmine.request;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Weight;
import java.math.BigInteger;

/** Where a target has to go, so that it has what a stack asks for. */
public enum UpdateDirection {
  /** Nowhere: it is there. */
  THERE,
  /** To something newer: by the plan, under the eye of the gate. */
  FORWARD,
  /** To what has no order: the way that the others go, and forward if it is alone. */
  EITHER,
  /** To what it had earlier: at once. A rollback of the stack asks for nothing else. */
  BACK;

  private static final String NUMBER = "[0-9]+";

  /**
   * Of an alias, by the version that has most of it: a canary beside it is another release's, or
   * not there yet.
   */
  public static UpdateDirection of(AliasTarget wanted, AliasRouting found) {
    if (found.version().equals(wanted.version())) {
      return THERE;
    }
    boolean older =
        found.version().matches(NUMBER)
            && new BigInteger(wanted.version()).compareTo(new BigInteger(found.version())) < 0;
    return older ? BACK : FORWARD;
  }

  /**
   * Of a stage, by what it has beside its canary.
   *
   * @param older whether the deployment that is wanted was made before the one that is there
   */
  public static UpdateDirection of(StageTarget wanted, StageRouting found, boolean older) {
    StageRouting own =
        new StageRouting(found.deployment(), found.variables(), StageRouting.StageCanary.NONE);
    if (wanted.weightIn(own).equals(Weight.ALL)) {
      return THERE;
    }
    boolean sameDeployment =
        wanted.deployment().isEmpty() || wanted.deployment().equals(found.deployment());
    if (sameDeployment) {
      return EITHER; // variables have no order
    }
    return older ? BACK : FORWARD;
  }
}
