package dev.coalmine.cli.workflow;

import static java.util.Map.entry;

import dev.coalmine.cli.rehearsal.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A list of scenarios of one kind. */
abstract class ScenarioList {
  static final String TWO_STEPS =
      """
      {"function": "orders", "watch": "PT5M",
       "gate": {"alarms": ["orders-errors"], "metrics": false},
       "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}}
      """;

  static final String ALL_AT_ONCE =
      """
      {"function": "orders", "plan": "AllAtOnce", "gate": {"metrics": false}, "watch": "PT5M"}
      """;

  private static final String MARKED = ", \"a mark of Coalmine's\"";

  /** The states in which other people, or faults, leave orders:live. */
  private static final Map<String, String> LEFT =
      Map.ofEntries(
          entry("alias-that-is-deleted-during-a-bake", "7 + {\"8\":0.1}" + MARKED),
          entry("all-requests-sent-back-by-hand-during-the-watch", "8 + {\"7\":1.0}"),
          entry(
              "all-requests-sent-elsewhere-just-before-the-second-write",
              "7 + {\"6\":1.0}" + MARKED),
          entry("moved-by-someone-else-before-it-is-read-back", "6"),
          entry("split-by-someone-else-before-it-is-read-back", "8 + {\"7\":0.1}"),
          entry("moved-by-someone-else-during-a-bake", "7 + {\"5\":0.3}" + MARKED),
          entry("moved-by-someone-else-just-before-the-first-write", "6"),
          entry("moved-by-someone-else-just-before-the-second-write", "6" + MARKED),
          entry("nothing-runs-any-more-is-stuck", "7 + {\"8\":0.1}" + MARKED),
          entry("rollback-that-fails-for-good-is-stuck", "7 + {\"8\":0.1}" + MARKED),
          entry("stack-that-goes-back-moves-at-once", "6"),
          entry("superseded-during-the-watch", "6"),
          entry("taken-back-by-hand-during-the-watch", "7"));

  private final List<ReleaseScenario> all = new ArrayList<>();

  final List<ReleaseScenario> list() {
    return all;
  }

  void add(String name, String event, String traffic, Consumer<Rehearsal> meanwhile) {
    ReleaseScenario scenario = new ReleaseScenario(name, event, traffic, meanwhile);
    String left = LEFT.getOrDefault(name, "");
    all.add(left.isEmpty() ? scenario : scenario.expectingTarget("orders:live", left));
  }

  /** The same with another alarm in the gate. */
  void add(String name, String event, String traffic, Consumer<Rehearsal> meanwhile, String alarm) {
    add(name, event.replace("[\"orders-errors\"]", "[\"" + alarm + "\"]"), traffic, meanwhile);
  }
}
