package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Outcome;
import dev.coalmine.report.Bill;
import dev.coalmine.report.Story;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario goes as its timeline says, and leaves all targets as its outcome promises. */
class ScenarioTest {
  private static Laptop laptop;
  private static Histories histories;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
    histories = new Histories(laptop);
  }

  @AfterAll
  static void close() {
    histories.close();
    laptop.close();
  }

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void goesAsItsTimelineSays(Scenario scenario) {
    Scenario.Played played = scenario.play(laptop);

    assertThat(played.timeline()).isEqualTo(scenario.expected());
    assertThat(texts(played.left())).isEqualTo(promised(scenario, played));
    boolean split = !played.left().get(Account.STAGE).canary().isEmpty();
    assertThat(played.deploys()).isEqualTo(split ? 400 : 201);
    List<Story> stories = played.executions().stream().map(histories::mustTell).toList();
    assertIsBilled(played, stories);
  }

  /** What a handler asked for whose answer is in no history can't be known. */
  private static void assertIsBilled(Scenario.Played played, List<Story> stories) {
    double billed =
        stories.stream()
            .flatMap(story -> Bill.of(story).lines().stream())
            .filter(line -> line.what().contains("GetMetricData"))
            .mapToDouble(Bill.Line::count)
            .sum();
    boolean all = stories.stream().allMatch(ScenarioTest::isWhole);
    assertThat(billed).isLessThanOrEqualTo(played.metricsAsked());
    if (all) {
      assertThat(billed).isEqualTo(played.metricsAsked());
    }
  }

  private static boolean isWhole(Story story) {
    return story.faults().isEmpty() && story.end().flatMap(Story.End::outcome).isPresent();
  }

  /** All targets as the outcome promises them, and as somebody else left them where they did. */
  private static Map<String, String> promised(Scenario scenario, Scenario.Played played) {
    Map<String, String> promised =
        texts(
            played.ending().outcome() == Outcome.PROMOTED
                ? Account.promoted(played.before(), scenario.text())
                : played.before());
    promised.putAll(scenario.otherwise());
    return promised;
  }

  private static Map<String, String> texts(Map<String, Standing> targets) {
    Map<String, String> texts = new TreeMap<>();
    targets.forEach((name, standing) -> texts.put(name, standing.toString()));
    return texts;
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    Scenario scenario = Scenarios.named("healthy-is-promoted");

    assertThat(scenario.play(laptop).timeline()).isEqualTo(scenario.play(laptop).timeline());
  }

  @Test
  void theDocumentStaysSmallOverTwoHundredLooks() {
    Scenario patient =
        new Scenario(
            "watched for long",
            "{\"function\": \"orders\", \"watch\": \"PT4H\"}",
            "healthy",
            stage -> {});
    Scenario.Played played = patient.play(laptop);

    assertThat(played.ending().took()).isGreaterThan(Duration.ofMinutes(200));
    assertThat(played.largestDocument()).isLessThan(8 * 1024);
  }
}
