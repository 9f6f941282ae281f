package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.protocol.Arns;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stack invokes versions with a request's events only if its parameter allows their function. */
class ProbePermissionTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  @ParameterizedTest
  @ValueSource(strings = {"none", "order", "orders-archive", "billing,orders2"})
  void eventsForAFunctionThatMayNotBeProbedAreRefused(String probed) {
    RehearsalResult result = run(arns(probed));

    assertThat(result.outcomeLine())
        .isEqualTo(
            "outcome: REFUSED: probe.events: Coalmine may not invoke versions of orders itself: add"
                + " "
                + Arns.function("orders")
                + " to the template's parameter ProbedFunctions, or use probe.function");
  }

  @Test
  void thePartsOfAPatternMatchLikeIam() {
    assertThat(run(arns("bill*,ord*")).outcomeLine()).startsWith("outcome: PROMOTED");
  }

  private static String arns(String names) {
    return Pattern.compile(",")
        .splitAsStream(names)
        .map(Arns::function)
        .collect(Collectors.joining(","));
  }

  private static RehearsalResult run(String probed) {
    VirtualClock clock = new VirtualClock(Rehearsal.START);
    ReleaseTimeline timeline = new ReleaseTimeline(line -> {}, look -> {});
    SimulatedAccount world =
        new SimulatedAccount(
            LOCAL.runtime(),
            clock,
            TaskExecutor.withoutTimeouts(),
            false,
            1,
            timeline,
            Map.of("ProbedFunctions", probed));
    SampleAccount.createIn(world);
    world.enableTriggers();
    return Rehearsal.run(
        world,
        ProjectFolder.read(ProjectFolder.ROOT.resolve("events/probe.json")),
        timeline,
        result -> clock.runUntil(result::isDone));
  }
}
