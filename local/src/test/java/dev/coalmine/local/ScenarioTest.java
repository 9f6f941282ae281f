package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario goes as its timeline says, and leaves the alias as its outcome promises. */
class ScenarioTest {
  private static Laptop laptop;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT, 0);
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

    if (System.getProperty("timelines") != null) {
      try {
        java.nio.file.Files.writeString(
            java.nio.file.Path.of("src/test/resources/dev/coalmine/local/timelines")
                .resolve(scenario.name() + ".txt"),
            played.timeline());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    assertThat(played.timeline()).isEqualTo(scenario.expected());
  }
}
