package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.release.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often each state calls AWS: quotas are shared by all releases of an account. */
class CallCountTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /** The calls of a release, by state and operation, and how often the workflow entered states. */
  private static final class CountedRelease {
    private final Map<String, Map<String, Integer>> calls = new TreeMap<>();
    private final Map<String, Integer> entered = new TreeMap<>();
    private final Outcome outcome;

    CountedRelease(String event, String traffic) {
      Rehearsal rehearsal =
          new Rehearsal(
              LOCAL.runtime(),
              event,
              TrafficProfile.load(traffic),
              1,
              new ReleaseTimeline(line -> {}, look -> {}),
              this::count);
      rehearsal
          .world()
          .aws()
          .faults()
          .intercept(
              (request, operation, call) -> {
                count(request.applicationId(), operation);
                return call.get();
              });
      outcome = rehearsal.run().outcome();
    }

    private synchronized void count(Execution execution, HistoryEvent event) {
      if (event.type().name().endsWith("STATE_ENTERED")) {
        entered.merge(event.stateName(), 1, Integer::sum);
      }
    }

    private synchronized void count(String caller, String operation) {
      calls
          .computeIfAbsent(caller, first -> new TreeMap<>())
          .merge(operation.substring(operation.indexOf(':') + 1), 1, Integer::sum);
    }

    /** One line for each state whose handler calls AWS. */
    String table() {
      List<String> lines = new ArrayList<>();
      calls.forEach(
          (caller, byOperation) -> {
            if (entered.containsKey(caller)) {
              lines.add(caller + " x " + entered.get(caller) + ": " + text(byOperation));
            }
          });
      lines.add("transitions: " + entered.values().stream().mapToInt(times -> times).sum());
      return String.join("\n", lines) + "\n";
    }

    private static String text(Map<String, Integer> byOperation) {
      return byOperation.entrySet().stream()
          .map(each -> each.getKey() + " " + each.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  private static CountedRelease play(String event, String traffic) {
    return new CountedRelease(
        ProjectFolder.read(ProjectFolder.ROOT.resolve("events").resolve(event)), traffic);
  }

  @Test
  void theDefaultReleaseOfAnAliasThatIsPromoted() {
    CountedRelease played = play("release.json", "healthy");

    assertThat(played.outcome).isEqualTo(Outcome.PROMOTED);
    assertThat(played.table())
        .isEqualTo(
            """
            CheckAlarms x 26: DescribeAlarmHistory 1, DescribeAlarms 26, GetAlias 2, \
            GetMetricData 25
            Prepare x 1: DescribeAlarms 1, GetAlias 1, GetFunctionConfiguration 2, \
            GetMetricData 2, ListVersionsByFunction 1
            Promote x 1: GetAlias 1, UpdateAlias 1
            ShiftWeight x 11: UpdateAlias 11
            transitions: 112
            """);
  }

  @Test
  void theDefaultReleaseOfAnAliasThatIsRolledBack() {
    CountedRelease played = play("release.json", "failing");

    assertThat(played.outcome).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(played.table())
        .isEqualTo(
            """
            CheckAlarms x 3: DescribeAlarms 3, GetMetricData 2
            Prepare x 1: DescribeAlarms 1, GetAlias 1, GetFunctionConfiguration 2, \
            GetMetricData 2, ListVersionsByFunction 1
            Rollback x 1: UpdateAlias 1
            ShiftWeight x 1: UpdateAlias 1
            transitions: 20
            """);
  }

  @Test
  void aReleaseOfAStage() {
    CountedRelease played = play("stage.json", "healthy");

    assertThat(played.outcome).isEqualTo(Outcome.PROMOTED);
    assertThat(played.table())
        .isEqualTo(
            """
            CheckAlarms x 31: GetMetricData 30, GetStage 31
            Claim x 2: GetStage 3, UpdateStage 1
            Prepare x 1: GetDeployment 1, GetMetricData 4, GetPolicy 1, GetResources 1, \
            GetRestApi 1, GetStage 1
            Promote x 1: GetStage 3, UpdateStage 2
            ShiftWeight x 10: GetStage 20, UpdateStage 10
            transitions: 130
            """);
  }
}
