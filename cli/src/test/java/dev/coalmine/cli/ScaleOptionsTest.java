package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--scale 0; --scale must be from 1 to 10000, not 0",
        "--scale 5,10001; --scale must be from 1 to 10000, not 10001",
        "--scale 5 --scale-story calm; --scale-story must be healthy, failing, alarms or storm, not"
            + " calm",
        "--json; --json needs --scale"
      })
  void whatCannotBePlayedIsRefused(String options, String message) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            ("bench " + options).split(" "));
    assertThat(status).isEqualTo(Main.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }
}
