package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario goes as its timeline says, and leaves the alias as its outcome promises. */
class ScenarioTest {
  private static Laptop laptop;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
  }

  @AfterAll
  static void close() {
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
    assertThat(played.alias()).isEqualTo(promised(scenario, played.ending()));
  }

  /** The alias as the outcome promises it, and as somebody else left it where they did. */
  private static Scenario.Alias promised(Scenario scenario, Ending ending) {
    return switch (scenario.name()) {
      case "moved-by-someone-else-during-a-bake" -> marked("7", Map.of("5", 0.3));
      case "moved-by-someone-else-just-before-the-first-write", "superseded-during-the-watch" ->
          plain("6");
      case "moved-by-someone-else-just-before-the-second-write" -> marked("6", Map.of());
      case "taken-back-by-hand-during-the-watch" -> plain("7");
      case "rollback-that-fails-for-good-is-stuck", "nothing-runs-any-more-is-stuck" ->
          marked("7", Map.of("8", 0.1));
      case "split-alias-is-refused" -> new Scenario.Alias("7", Map.of("6", 0.3), "");
      case "nothing-new-is-refused" -> plain("8");
      default -> plain(ending.outcome() == Outcome.PROMOTED ? "8" : "7");
    };
  }

  private static Scenario.Alias plain(String version) {
    return new Scenario.Alias(version, Map.of(), "");
  }

  private static Scenario.Alias marked(String version, Map<String, Double> weights) {
    return new Scenario.Alias(version, weights, "the mark of the release");
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
