package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A first request, written by what the account has. */
@ExtendWith(ProjectFolderExtension.class)
class InitCommandTest extends CommandFixture {
  @TempDir private Path files;

  private String file(String name) {
    return files.resolve(name).toString();
  }

  @Test
  void itWritesWhatIsThere() throws IOException {
    CliDriver.CliResult typed =
        cli.run("init", "--function", "orders", "--out", file("r.json"), "--world", file("w.json"));

    String request =
        "{\"function\":\"orders\",\"alias\":\"live\",\"gate\":{\"alarms\":[\"orders-errors\"]}}";
    assertThat(typed.text())
        .isEqualTo(
            """
            orders:live serves version 7; the newest is 8
            alarms: orders-errors
            wrote %s and %s: %s
            try it: coalmine rehearse %s --world %s\
            """
                .formatted(
                    file("r.json"), file("w.json"), request, file("r.json"), file("w.json")));
    assertThat(Files.readString(Path.of(file("r.json")))).isEqualTo(request + "\n");
    assertThat(cli.runWithoutEndpoint("rehearse", file("r.json"), "--world", file("w.json")).out())
        .doesNotContain("sample account")
        .contains("orders:live serves version 7; ready", "alarm orders-errors is OK");
  }

  @Test
  void anExistingFileIsKept() throws IOException {
    Files.writeString(Path.of(file("r.json")), "mine");

    CliDriver.CliResult typed = cli.run("init", "--function", "mail", "--out", file("r.json"));

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("r.json exists already: name another file with --out");
    assertThat(Files.readString(Path.of(file("r.json")))).isEqualTo("mine");
    assertThat(
            cli.run("init", "--function", "mail", "--out", file("r.json"), "--force", "--json")
                .json())
        .containsEntry("request", Map.of("function", "mail", "alias", "live"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "init --out - | 64 | name the function with --function: the functions are billing,"
            + " coalmine-",
        "init --function order --out - | 64 | there is no function order at http",
        "init --function orders --alias prod --out - | 64 | orders has no alias prod: name one of"
            + " live, next with --alias",
        "init --function orders-smoke --out - | 2 | orders-smoke has no published version",
        "init --function mail --out - | 0 | {\"function\":\"mail\",\"alias\":\"live\"}",
        "init --function orders --alarm a --alarm b --out - | 0 |"
            + " \"gate\":{\"alarms\":[\"a\",\"b\"]}}",
        "init --offline --function x --alias y --out - | 0 | {\"function\":\"x\",\"alias\":\"y\"}",
        "init --offline --out - | 64 | --offline needs --function",
      })
  void itSaysWhatIsMissing(String words, int exit, String says) {
    CliDriver.CliResult typed = cli.run(words.split(" "));

    assertThat(typed.text()).contains(says);
    assertThat(typed.exit()).isEqualTo(exit);
  }
}
