package dev.coalmine.release;

/** The next action of a release. The state Decide of the workflow compares its name. */
public enum Decision {
  /** Wait: a target can't be released yet, but may be soon. */
  AWAIT_TARGET,
  /** Mark the targets that can't be written conditionally. */
  CLAIM,
  /** Wait, then check that the marks are still there. */
  AWAIT_CLAIM,
  /** Shift the canary to its pending weight. */
  ADVANCE,
  /** Keep the weight until the next analysis. */
  KEEP_BAKING,
  /** Keep the weight until an approval or a rejection; the gate stays on. */
  ASK,
  /** Call a hook. */
  CALL_HOOK,
  /** Analyse now. */
  CHECK,
  /** Shift all traffic to the canary. */
  PROMOTE,
  /** Promoted: keep watching until the next analysis. */
  KEEP_WATCHING,
  /** Promoted and watched: end. */
  FINISH,
  /** Restore the old routing. */
  ROLL_BACK,
  /** Rolled back: wait until AWS has shifted the traffic. */
  AWAIT_RESTORE,
  /** Rolled back: end. */
  RESTORED,
  /** Nothing was written: end without a change. */
  REFUSE,
  /** Nothing was written: wait for the release that was first. */
  QUEUE
}
