package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolderExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code coalmine prove} prints, and how it ends. */
@ExtendWith(ProjectFolderExtension.class)
class ProveCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return Main.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        words);
  }

  @Test
  void aCleanProductEndsWithZeroAndItsCount() {
    assertThat(run("prove", "--story", "alias-at-once", "--fault", "twice", "--threads", "1"))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("| fault | runs | did not happen | with violations |", "| twice | ")
        .endsWith(" runs, 0 violations\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("runs per second");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          --story=none;                2;  coalmine prove: no story is named "none"
          --fault=none;                2;  coalmine prove: no kind of fault is named "none"
          --replay=alias-bad|x|y;      2;  coalmine prove: a call is like UpdateAlias#2
          --threads=0;                 64; must be at least 1
          """)
  void badInputIsNamed(String option, int exit, String message) {
    assertThat(run("prove", option)).isEqualTo(exit);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }

  @Test
  void theNamesAreListed() {
    assertThat(run("prove", "--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("stories:", "  alias-bad", "faults:", "late-writer 12s");
  }
}
