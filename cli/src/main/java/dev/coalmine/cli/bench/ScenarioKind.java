package dev.coalmine.cli.bench;

/** What a scenario tries a rule with. */
enum ScenarioKind {
  /** Nothing is wrong with the canary: a rollback is a false alarm. */
  HEALTHY,
  /** The canary fails more requests: no rollback is a miss. */
  ERRORS,
  /** The canary is slower, and fails no more: no rollback is a miss. */
  LATENCY
}
