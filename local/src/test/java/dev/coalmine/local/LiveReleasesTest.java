package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.local.terminal.Lines;
import dev.coalmine.local.terminal.Running;
import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How releases stand while they are played. */
class LiveReleasesTest {
  private final List<Running> stood = new ArrayList<>();
  private final Set<String> running = new TreeSet<>();

  /** Remembers what it is told. */
  private final class Remembered implements Lines {
    @Override
    public void print(String line) {}

    @Override
    public void runs(String execution, Running release) {
      running.add(execution);
      stood.add(release);
    }

    @Override
    public void ended(String execution) {
      running.remove(execution);
    }

    @Override
    public void close() {}
  }

  private void play(String event, String traffic, Saying... sayings) throws IOException {
    Timeline timeline = new Timeline(line -> {}, look -> {});
    try (Laptop laptop = new Laptop(Scenario.ROOT)) {
      Rehearsal rehearsal =
          new Rehearsal(
              laptop,
              event,
              Traffic.load(traffic),
              1,
              timeline,
              new LiveReleases(new Remembered()));
      Voice voice = new Voice(rehearsal.world(), timeline);
      List.of(sayings).forEach(voice::say);
      rehearsal.play();
    }
  }

  private Running last() {
    return stood.get(stood.size() - 1);
  }

  @Test
  void theFiguresAreThoseOfTheReasons() throws IOException {
    play(Scenario.read(Scenario.ROOT.resolve("events/release.json")), "healthy");

    assertThat(running).isEmpty();
    assertThat(stood).first().extracting(Running::weight, Running::verdict).containsExactly(0, "");
    assertThat(stood).extracting(Running::weight).contains(1, 2, 30, 50, 100);
    assertThat(last().id()).isEqualTo("orders-8");
    assertThat(last().canary()).isEqualTo(new Running.Served(6_667, 6));
    assertThat(last().baseline()).isEqualTo(new Running.Served(7_191, 6));
    assertThat(last().stands()).isEqualTo("watched");
  }

  @Test
  void aCanaryThatFailsShowsItsRatesAndTheTestThatFoundIt() throws IOException {
    play(Scenario.read(Scenario.ROOT.resolve("events/release.json")), "failing");

    assertThat(last().verdict()).isEqualTo("FAIL");
    assertThat(last().canary()).isEqualTo(new Running.Served(4, 4));
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
        new Saying.Reader().convert("2:pause"),
        new Saying.Reader().convert("4:resume"),
        new Saying.Reader().convert("20:approve"));

    assertThat(stood)
        .extracting(Running::stands)
        .contains("", "paused", "asks for 50 %", "hook afterTraffic");
    assertThat(stood.stream().filter(Running::people).map(Running::stands).distinct())
        .containsExactly("paused", "asks for 50 %");
  }

  @Test
  void oneThatWaitsForItsTargetHasALineToo() throws IOException {
    play(Scenario.read(Scenario.ROOT.resolve("events/stage.json")), "healthy");

    assertThat(stood).extracting(Running::stands).contains("claiming", "watched");
  }
}
