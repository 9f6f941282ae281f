package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.AwsService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A dry run shows what a release would do, and changes nothing. */
class DryRunTest extends CommandFixture {
  @ParameterizedTest
  @EnumSource
  void aDryRunChangesNothing(StoppableRelease.SampleRequest kind) {
    String before = written();

    CliDriver.CliResult typed = cli.run("start", cli.writeRequest(kind.request(true)), "--dry-run");

    assertThat(typed.exit()).as(typed.text()).isZero();
    assertThat(written()).isEqualTo(before);
    assertThat(running()).isZero();
  }

  /** All targets with their revisions and times of change. */
  private String written() {
    StringBuilder all = new StringBuilder();
    for (String function : List.of("orders", "billing", "mail")) {
      all.append(
          get(cli.world.lambdaService(), "/2015-03-31/functions/" + function + "/aliases/live"));
    }
    return all + get(cli.world.apiGateway(), "/restapis/a1b2c3d4e5/stages/prod");
  }

  private static String get(AwsService service, String path) {
    byte[] none = new byte[0];
    return new String(
        service.handle(new WireRequest("GET", path, Map.of(), Map.of(), none)).body(),
        StandardCharsets.UTF_8);
  }

  @Test
  void aDryRunShowsWhatItFound() {
    set("ALARM");
    String request =
        "{'function': 'orders', 'approve': [50], 'hooks': {'eachStep': 'orders-check'}, 'gate':"
            + " {'alarms': ['orders-errors']}}";

    assertThat(
            cli.run("start", cli.writeRequest(request), "--dry-run").out().replaceFirst(".*\n", ""))
        .isEqualTo(
            """
              id         orders-8
              target     orders:live from version 7 to version 8
              alarm      orders-errors is in ALARM already, and counts only after it has left ALARM
              hook       eachStep calls orders-check
              plan       paced; first weight 1 %
              decision   ADVANCE: orders:live serves version 7; ready, ignoring alarms already in ALARM: orders-errors
              duration   at most PT2H below 100 %, then PT10M of watch; awaits approval of 50 %, each for at most PT24H
              may write  orders:live: ShiftWeight, Promote, Rollback
            """);
  }

  @Test
  void aDryRunShowsTheMostThatProbesCanSend() {
    String request =
        "{'function': 'orders', 'maxDuration': 'PT30M', 'probe': {'events': [{}, {}], 'perMinute':"
            + " 20}}";

    CliDriver.CliResult typed = cli.run("start", cli.writeRequest(request), "--dry-run");
    assertThat(typed.out())
        .contains(
            "  probe      2 events of the request, 20 a minute to each version; at most 1,200"
                + " requests in all");
    assertThat(cli.run("start", cli.writeRequest(request), "--dry-run", "--json").json())
        .containsEntry("mostProbeRequests", 1_200)
        .containsEntry("probe", Map.of("events", 2, "function", "", "perMinute", 20));
  }

  @ParameterizedTest
  @CsvSource({"ALIAS, UpdateAlias, orders:live", "STAGE, UpdateStage, a1b2c3d4e5/prod"})
  void aDryRunSaysWhatMayNotBeWritten(
      StoppableRelease.SampleRequest kind, String operation, String target) {
    cli.faults().always(operation, StoppableRelease.DENIED);

    CliDriver.CliResult typed =
        cli.run("start", cli.writeRequest(kind.request(false)), "--dry-run");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.out())
        .contains("MAY NOT", target + ": Rollback: not authorized to perform this")
        .doesNotContain("may write");
  }

  @Test
  void machinesReadWhatADryRunFound() {
    Map<String, Object> found =
        cli.run("start", cli.writeRequest(ORDERS), "--dry-run", "--json").json();

    assertThat(found)
        .containsEntry("id", "orders-8")
        .containsEntry("waits", "")
        .containsEntry("firstWeight", 10)
        .containsEntry("maxDuration", "PT2H10M");
    assertThat(String.valueOf(found.get("permissions")))
        .contains("state=ShiftWeight", "state=Promote", "state=Rollback")
        .doesNotContain("granted=false");
  }

  @Test
  void aDryRunOfAStageAsksWhoClaimsItToo() {
    CliDriver.CliResult typed =
        cli.run(
            "start",
            cli.writeRequest(StoppableRelease.SampleRequest.STAGE_AND_ALIAS.request(false)),
            "--dry-run");

    assertThat(typed.out())
        .contains("a1b2c3d4e5/prod: Claim, ShiftWeight, Promote, Rollback")
        .contains("orders:live: ShiftWeight, Promote, Rollback");
  }

  @Test
  void aDryRunOfWhatServesAlreadySaysSo() {
    CliDriver.CliResult typed =
        cli.run("start", cli.writeRequest("{'function': 'orders', 'version': '7'}"), "--dry-run");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out())
        .contains("FINISH: orders:live already serves version 7: nothing was moved")
        .doesNotContain("may write");
  }

  @Test
  void aDryRunNamesAllFaults() {
    CliDriver.CliResult typed =
        cli.run(
            "start",
            cli.writeRequest(
                "{'function': 'orders', 'version': '99', 'gate': {'alarms': ['gone']}}"),
            "--dry-run");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith(
            "coalmine start: 2 faults: alarm gone does not exist; names are case-sensitive; ");
  }

  @Test
  void aDryRunReplacesNobody() {
    cli.startRelease(
        ORDERS
            .replace("{'function'", "{'version': '7', 'function'")
            .replace("'version': '7', ", ""));
    String before = written();

    CliDriver.CliResult typed =
        cli.run(
            "start",
            cli.writeRequest(
                "{'function': 'orders', 'version': '8', 'ifBusy': 'replace', " + STEPS + "}"),
            "--dry-run");

    assertThat(typed.text()).contains("waiting: ");
    cli.advance(Duration.ofSeconds(5));
    assertThat(written()).isEqualTo(before);
    assertThat(status("orders-8")).containsEntry("said", List.of());
  }
}
