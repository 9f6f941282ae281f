package dev.coalmine.release;

/**
 * The state of the release that the workflow publishes after a state, in the event "Coalmine
 * Release State Change". The workflow publishes the outcomes itself.
 */
public enum ReleaseEvent {
  /** Nothing to publish. */
  NONE,
  /** The targets are ready. */
  STARTED,
  /** The canary has a new weight. */
  SHIFTED,
  /** Promoted; the gate is still on. */
  WATCHING,
  /** The release awaits approval. */
  WAITING_FOR_APPROVAL
}
