package dev.coalmine.cli.prove;

import java.util.List;

/**
 * What became of a scenario.
 *
 * @param scenario what was played
 * @param faulted whether all its faults happened
 * @param violations the broken promises
 */
record ScenarioResult(Scenario scenario, boolean faulted, List<Violation> violations) {
  ScenarioResult {
    violations = List.copyOf(violations);
  }

  /** The fault's kind; of a pair, the words for it. */
  String kind() {
    return switch (scenario.faults().size()) {
      case 0 -> "none";
      case 1 -> scenario.faults().get(0).kind().name();
      default -> "pairs";
    };
  }
}
