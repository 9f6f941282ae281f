package dev.coalmine.release;

/** What comes next: the one word that the workflow's Decide state compares. */
public enum Decision {
  /** The target can't be released yet, but may be soon: look again. */
  AWAIT_TARGET,
  /** Leave the mark on targets that can't be written conditionally. */
  CLAIM,
  /** The marks stand; look again whether they still do after a while. */
  AWAIT_CLAIM,
  /** Give the canary its next share. */
  ADVANCE,
  /** Leave the weight and look again. */
  KEEP_BAKING,
  /** Leave the weight until a person answers, and look meanwhile. */
  ASK,
  /** Ask a function of the user's. */
  CALL_HOOK,
  /** Look now. */
  CHECK,
  /** Give the canary everything. */
  PROMOTE,
  /** Promoted; keep the gate on and look again. */
  KEEP_WATCHING,
  /** Promoted and watched: done. */
  FINISH,
  /** Give the baseline everything back. */
  ROLL_BACK,
  /** Rolled back, but AWS has not finished moving the requests: look again. */
  AWAIT_RESTORE,
  /** Rolled back and read back. */
  RESTORED,
  /** Nothing was ever written: end without having touched the target. */
  REFUSE,
  /** Nothing was ever written: another release was first, and this one waits for its end. */
  QUEUE
}
