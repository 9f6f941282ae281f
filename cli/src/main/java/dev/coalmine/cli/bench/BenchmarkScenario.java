package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/** What is wrong with the canary of a release. Minutes count from its start. */
enum BenchmarkScenario {
  HEALTHY("healthy", ScenarioKind.HEALTHY, 0),
  NOISE("2 % noise", ScenarioKind.HEALTHY, 0),
  SHARED_INCIDENT("shared incident", ScenarioKind.HEALTHY, 0),
  FAIL_100("every request fails", ScenarioKind.ERRORS, 0),
  FAIL_50("+50 points of errors", ScenarioKind.ERRORS, 0),
  FAIL_10("+10 points of errors", ScenarioKind.ERRORS, 0),
  FAIL_1("+1 point of errors", ScenarioKind.ERRORS, 0),
  FAIL_02("+0.2 points of errors", ScenarioKind.ERRORS, 0),
  DELAYED("+10 points from minute 15", ScenarioKind.ERRORS, 15),
  LEAK("leak from minute 10", ScenarioKind.ERRORS, 10),
  SOME_CLIENTS("+5 points, in bursts", ScenarioKind.ERRORS, 0),
  SLOWER_12("x1.2 latency", ScenarioKind.LATENCY, 0),
  SLOWER_15("x1.5 latency", ScenarioKind.LATENCY, 0),
  SLOWER_30("x3 latency", ScenarioKind.LATENCY, 0),
  SLOW_TENTH("a tenth x5 slower", ScenarioKind.LATENCY, 0);

  private final String label;
  private final ScenarioKind kind;
  private final int onset;

  BenchmarkScenario(String label, ScenarioKind kind, int onset) {
    this.label = label;
    this.kind = kind;
    this.onset = onset;
  }

  /** The name in tables. */
  String label() {
    return label;
  }

  /** The kind of fault. */
  ScenarioKind kind() {
    return kind;
  }

  /** The minute in which the fault begins. */
  int onset() {
    return onset;
  }

  /** The usual error rate of both versions. */
  double usualErrorRate() {
    return this == NOISE ? .02 : .001;
  }

  /** The canary's error rate minus the baseline's in a minute, 0 to 1. */
  double addedErrors(int minute, RandomSampler draws) {
    if (minute < onset) {
      return 0;
    }
    return switch (this) {
      case FAIL_100 -> 1;
      case FAIL_50 -> .5;
      case FAIL_10, DELAYED -> .1;
      case FAIL_1 -> .01;
      case FAIL_02 -> .002;
      case LEAK -> .005 * age(minute);
      case SOME_CLIENTS -> .05 * draws.gamma(2);
      case HEALTHY, NOISE, SHARED_INCIDENT, SLOWER_12, SLOWER_15, SLOWER_30, SLOW_TENTH -> 0;
    };
  }

  /** The factor of the canary's durations in a minute. */
  double slowdown(int minute) {
    if (minute < onset) {
      return 1;
    }
    return switch (this) {
      case SLOWER_12 -> 1.2;
      case SLOWER_15 -> 1.5;
      case SLOWER_30 -> 3;
      case LEAK -> 1 + .03 * age(minute);
      case HEALTHY, NOISE, SHARED_INCIDENT, FAIL_100, FAIL_50, FAIL_10, FAIL_1, FAIL_02 -> 1;
      case DELAYED, SOME_CLIENTS, SLOW_TENTH -> 1;
    };
  }

  /** The share of the canary's requests that take five times longer. */
  double slowShare() {
    return this == SLOW_TENTH ? .1 : 0;
  }

  private double age(int minute) {
    return Math.min(minute - onset, 40);
  }
}
