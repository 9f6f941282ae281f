package dev.coalmine.cli.bench;

/** The kind of fault in a scenario. */
enum ScenarioKind {
  /** Nothing is wrong with the canary: a rollback is a false alarm. */
  HEALTHY,
  /** The canary fails more requests: no rollback is a miss. */
  ERRORS,
  /** The canary is slower, and fails no more: no rollback is a miss. */
  LATENCY
}
