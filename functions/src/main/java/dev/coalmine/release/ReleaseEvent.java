package dev.coalmine.release;

/**
 * What a state's answer tells the world beside the workflow: the state of the release in its event
 * "Coalmine Release State Change". The endings have events of their own, by the workflow.
 */
public enum ReleaseEvent {
  /** Nothing new. */
  NONE,
  /** The targets are ready. */
  STARTED,
  /** The canary has another share. */
  SHIFTED,
  /** Promoted, with the gate still on. */
  WATCHING,
  /** A person is asked. */
  WAITING_FOR_APPROVAL
}
