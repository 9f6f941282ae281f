package dev.coalmine.cli.workflow;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios. */
public final class ReleaseScenarios {
  private ReleaseScenarios() {}

  static List<ReleaseScenario> all() {
    return Stream.of(
            RequestScenarios.all(),
            TriggerScenarios.all(),
            GateScenarios.all(),
            MetricOutageScenarios.all(),
            ProbeScenarios.all(),
            FaultScenarios.all(),
            StageScenarios.all(),
            StageMoveScenarios.all(),
            StageFaultScenarios.all(),
            MultiTargetScenarios.all(),
            SteeringScenarios.all())
        .flatMap(List::stream)
        .toList();
  }

  public static ReleaseScenario named(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
