package dev.coalmine.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.ScriptedCommand;
import dev.coalmine.cli.rehearsal.ScriptedOperator;
import dev.coalmine.cli.terminal.ProgressOutput;
import dev.coalmine.cli.terminal.ReleaseLine;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.request.SteeringCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lines of releases during a rehearsal. */
class ReleaseLineTrackerTest {
  private final List<ReleaseLine> stood = new ArrayList<>();
  private final Set<String> running = new TreeSet<>();

  /** Keeps all lines. */
  private final class RecordingOutput implements ProgressOutput {
    @Override
    public void print(String line) {}

    @Override
    public void update(String execution, ReleaseLine release) {
      running.add(execution);
      stood.add(release);
    }

    @Override
    public void remove(String execution) {
      running.remove(execution);
    }

    @Override
    public void close() {}
  }

  private void play(String event, String traffic, ScriptedCommand... sayings) throws IOException {
    ReleaseTimeline timeline = new ReleaseTimeline(line -> {}, look -> {});
    try (LocalRuntime runtime = new LocalRuntime(ProjectFolder.ROOT)) {
      Rehearsal rehearsal =
          new Rehearsal(
              runtime,
              event,
              TrafficProfile.load(traffic),
              1,
              timeline,
              new RunningReleases(List.of(new ReleaseLineTracker(new RecordingOutput()))));
      ScriptedOperator voice = new ScriptedOperator(rehearsal.world(), timeline);
      List.of(sayings).forEach(voice::schedule);
      rehearsal.run();
    }
  }

  private ReleaseLine last() {
    return stood.get(stood.size() - 1);
  }

  @Test
  void theFiguresAreThoseOfTheReasons() throws IOException {
    play(ProjectFolder.read(ProjectFolder.ROOT.resolve("events/release.json")), "healthy");

    assertThat(running).isEmpty();
    assertThat(stood)
        .first()
        .extracting(ReleaseLine::weight, ReleaseLine::verdict)
        .containsExactly(0, "");
    assertThat(stood).extracting(ReleaseLine::weight).contains(1, 2, 30, 50, 100);
    assertThat(last().id()).isEqualTo("orders-8");
    assertThat(last().canary()).isEqualTo(new ReleaseLine.ServedRequests(6_667, 6));
    assertThat(last().baseline()).isEqualTo(new ReleaseLine.ServedRequests(7_191, 6));
    assertThat(last().note()).isEqualTo("watching");
  }

  @Test
  void aCanaryThatFailsShowsItsRatesAndTheTestThatFoundIt() throws IOException {
    play(ProjectFolder.read(ProjectFolder.ROOT.resolve("events/release.json")), "failing");

    assertThat(last().verdict()).isEqualTo("FAIL");
    assertThat(last().canary()).isEqualTo(new ReleaseLine.ServedRequests(4, 4));
    assertThat(last().evidence().orElseThrow()).matches(found -> found.odds() > found.threshold());
    assertThat(running).isEmpty();
  }

  @Test
  void whoIsWaitedForShows() throws IOException {
    play(
        """
        {"function": "orders", "approve": [50], "watch": "PT0S", "gate": {"metrics": false},
         "hooks": {"afterTraffic": "billing"},
         "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}}
        """,
        "healthy",
        new ScriptedCommand(Duration.ofMinutes(2), SteeringCommand.PAUSE, ""),
        new ScriptedCommand(Duration.ofMinutes(4), SteeringCommand.RESUME, ""),
        new ScriptedCommand(Duration.ofMinutes(20), SteeringCommand.APPROVE, ""));

    assertThat(stood)
        .extracting(ReleaseLine::note)
        .contains("", "paused", "awaits approval of 50 %", "hook afterTraffic");
    assertThat(stood.stream().filter(ReleaseLine::awaitsPerson).map(ReleaseLine::note).distinct())
        .containsExactly("paused", "awaits approval of 50 %");
  }

  @Test
  void oneThatWaitsForItsTargetHasALineToo() throws IOException {
    play(ProjectFolder.read(ProjectFolder.ROOT.resolve("events/stage.json")), "healthy");

    assertThat(stood).extracting(ReleaseLine::note).contains("claiming", "watching");
  }
}
