package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.completion.CompletionScript;
import dev.coalmine.cli.testing.CliDriver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What shells complete, and what help shows. The script of bash runs in bash. */
class CompletionCommandTest {
  @TempDir private Path folder;

  private static CliDriver.CliResult run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            words);
    return new CliDriver.CliResult(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "re | rehearse reject report resume revert",
        "rehearse --tr | --traffic",
        "rehearse --traffic s | shared-incident silent slow",
        "rehearse --seed @ | ''",
        "rehearse --world my | my request.json",
        "rehearse m | my request.json",
        "status m | ''",
        "completion @ | bash fish zsh",
        "help pa | pause",
        "rollback --w | --why --workflow",
      })
  void bashCompletes(String typed, String offers) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("my request.json"), "{}");
    Files.writeString(folder.resolve("x.sh"), run("completion", "bash").out());
    String words = typed.replace("@", "''");
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source ./x.sh; COMP_WORDS=(coalmine "
                    + words
                    + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _coalmine;"
                    + " printf '%s\\n' \"${COMPREPLY[@]}\" | sort")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();

    assertThat(said.strip().replace("\n", " ")).isEqualTo(offers);
  }

  static List<String> shells() {
    return CompletionScript.SHELLS;
  }

  @ParameterizedTest
  @MethodSource("shells")
  void eachScriptHasAllCommandsAndOptions(String shell) {
    String script = run("completion", shell).out();

    assertThat(script).contains("start", "rollback", "completion", "help");
    assertThat(script).contains("dry-run", "traffic", "profile", "shared-incident");
  }

  @Test
  void descriptionsAreOneSentence() {
    assertThat(run("completion", "zsh").out())
        .contains("      'rehearse:Play a release in virtual time, with simulated traffic.'\n")
        .contains("'*--name[Name of the execution]:value: '");
    assertThat(run("completion", "fish").out())
        .contains(
            "complete -c coalmine -n '__fish_seen_subcommand_from start' -l dry-run -d 'Changes"
                + " nothing'\n");
  }

  @Test
  void anotherShellIsRefused() {
    CliDriver.CliResult typed = run("completion", "tcsh");

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err())
        .startsWith("coalmine completion: SHELL must be bash, zsh, fish, not tcsh\n");
  }

  @ParameterizedTest
  @CsvSource({"start", "rollback", "completion"})
  void helpShowsWhatTheOptionDoes(String command) {
    CliDriver.CliResult typed = run("help", command);

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).isEqualTo(run(command, "--help").out()).contains("coalmine " + command);
  }

  @Test
  void helpOfAnUnknownCommandIsRefused() {
    assertThat(run("help", "strat").exit()).isEqualTo(64);
    assertThat(run("help").out()).isEqualTo(run("--help").out());
  }
}
