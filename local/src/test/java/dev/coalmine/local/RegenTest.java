package dev.coalmine.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RegenTest {
  @Test
  void all() throws Exception {
    try (Laptop laptop = new Laptop(Scenario.ROOT)) {
      for (Scenario scenario : Scenarios.all()) {
        Files.writeString(
            Path.of("src/test/resources/dev/coalmine/local/timelines")
                .resolve(scenario.name() + ".txt"),
            scenario.play(laptop).timeline());
      }
    }
  }
}
