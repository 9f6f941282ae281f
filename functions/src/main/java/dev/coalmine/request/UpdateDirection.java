package dev.coalmine.request;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Weight;
import java.math.BigInteger;

/** The direction from what a target serves to what a stack wants. */
public enum UpdateDirection {
  /** It serves what the stack wants. */
  THERE,
  /** To a newer version or deployment, by the plan and with the gate. */
  FORWARD,
  /** To something without an order: like the other targets, and forward if there are none. */
  EITHER,
  /** To an older version or deployment, at once. A rollback of the stack wants this. */
  BACK;

  /**
   * The direction of an alias, from its primary version: a canary beside it belongs to another
   * release. An alias that sends all its requests elsewhere does not serve its primary version.
   */
  public static UpdateDirection of(AliasTarget wanted, AliasRouting found) {
    if (found.version().equals(wanted.version()) && !found.isDiverted()) {
      return THERE;
    }
    boolean older =
        AliasRouting.isNumber(found.version())
            && new BigInteger(wanted.version()).compareTo(new BigInteger(found.version())) < 0;
    return older ? BACK : FORWARD;
  }

  /**
   * The direction of a stage, from what it serves beside its canary.
   *
   * @param older whether the wanted deployment is older than the current one
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
