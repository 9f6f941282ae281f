package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private void alarm(String operation, Map<String, Object> more) {
    Map<String, Object> input = new LinkedHashMap<>(more);
    cli.world.cloudWatch().call(operation, input);
  }

  private void metricAlarm(String name, String function) {
    alarm(
        "PutMetricAlarm",
        Map.of(
            "AlarmName",
            name,
            "Namespace",
            "AWS/Lambda",
            "MetricName",
            "Errors",
            "Dimensions",
            List.of(Map.of("Name", "FunctionName", "Value", function)),
            "Statistic",
            "Sum",
            "Period",
            60,
            "EvaluationPeriods",
            1,
            "Threshold",
            1,
            "ComparisonOperator",
            "GreaterThanThreshold"));
  }

  private void compositeAlarm(String name, String rule) {
    alarm("PutCompositeAlarm", Map.of("AlarmName", name, "AlarmRule", rule));
  }

  /** Composite alarms name alarms of other functions, and one another in any order. */
  @Test
  void theWorldHasAllThatCompositeAlarmsName() throws IOException {
    metricAlarm("z-foreign", "mail");
    metricAlarm("unrelated", "mail");
    compositeAlarm("y-foreign", "ALARM(z-foreign)");
    compositeAlarm("b-both", "ALARM(\"orders-errors\") OR ALARM(\"y-foreign\")");
    compositeAlarm("a-outer", "ALARM(b-both)");

    CliDriver.CliResult typed =
        cli.run("init", "--function", "orders", "--out", file("r.json"), "--world", file("w.json"));

    assertThat(typed.text()).contains("alarms: orders-errors, a-outer, b-both\n");
    assertThat(Files.readString(Path.of(file("w.json"))))
        .contains("z-foreign", "y-foreign")
        .doesNotContain("unrelated");
    CliDriver.CliResult rehearsed =
        cli.runWithoutEndpoint("rehearse", file("r.json"), "--world", file("w.json"));
    assertThat(rehearsed.exit()).isZero();
    assertThat(rehearsed.out()).doesNotContain("sample account").contains("alarm a-outer is OK");
  }

  @Test
  void theWorldLeavesOutWhatNoRehearsalCanPlay() {
    cli.world.lambda().putAlias("orders", "dev", "$LATEST", Map.of());

    CliDriver.CliResult typed =
        cli.run("init", "--function", "orders", "--out", file("r.json"), "--world", file("w.json"));

    assertThat(typed.text()).contains("left out of the world: alias dev, which serves $LATEST\n");
    assertThat(cli.runWithoutEndpoint("rehearse", file("r.json"), "--world", file("w.json")).exit())
        .isZero();
    assertThat(cli.run("init", "--function", "orders:dev", "--out", "-").text())
        .contains("orders:dev serves $LATEST: point it to a published version first, such as 8");
  }

  /** With standard output for the request, too. */
  @Test
  void theWorldIsWrittenWhereverTheRequestGoes() {
    cli.run("init", "--function", "orders", "--out", "-", "--world", file("w.json"));

    assertThat(Path.of(file("w.json"))).exists();
  }

  @Test
  void noFileIsWrittenUnlessBothCanBe() throws IOException {
    Files.writeString(Path.of(file("w.json")), "mine");

    CliDriver.CliResult exists =
        cli.run("init", "--function", "orders", "--out", file("r.json"), "--world", file("w.json"));
    CliDriver.CliResult same =
        cli.run("init", "--function", "orders", "--out", file("x"), "--world", file("x"));
    CliDriver.CliResult folder =
        cli.run("init", "--function", "orders", "--out", file("r.json"), "--world", file("no/w"));

    assertThat(exists.exit()).isEqualTo(2);
    assertThat(exists.err()).contains("w.json exists already: name another file with --world");
    assertThat(same.exit()).isEqualTo(64);
    assertThat(same.err()).contains("--out and --world are the same file");
    assertThat(folder.exit()).isEqualTo(74);
    assertThat(folder.err()).contains("--world " + file("no/w") + " can't be written");
    assertThat(Path.of(file("r.json"))).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders:live",
        "arn:aws:lambda:us-east-1:000000000000:function:orders",
        "arn:aws:lambda:us-east-1:000000000000:function:orders:live"
      })
  void aFunctionCanBeNamedByItsArnAndAlias(String function) {
    assertThat(cli.run("init", "--function", function, "--out", "-").json())
        .containsEntry("function", "orders")
        .containsEntry("alias", "live");
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
