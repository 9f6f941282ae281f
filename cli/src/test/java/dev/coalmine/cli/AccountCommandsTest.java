package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.AwsService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases are started, found, shown and taken back from the command line. */
class AccountCommandsTest {
  private static final String STEPS =
      "'plan': {'steps': [{'weight': 10, 'bake': 'PT10M'}]}, 'watch': 'PT1M', 'gate': {'metrics':"
          + " false}";
  private static final String ORDERS = "{'function': 'orders', " + STEPS + "}";
  private static final String AT_ONCE =
      "{'function': 'orders', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate': {'metrics': false}}";
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:execution:coalmine:";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.listening();

  @TempDir private static Path folder;

  private CliDriver typing;

  @BeforeEach
  void arrive() {
    typing = new CliDriver(LOCAL.runtime(), folder);
  }

  private Map<String, Object> status(String id) {
    return typing.run("status", id, "--json").json();
  }

  private int running() {
    return ((List<?>) typing.run("list", "--json").json().get("releases")).size();
  }

  @Test
  void theSameRequestIsOneReleaseWithinAMinute() {
    String first = typing.startRelease(ORDERS).out();
    String second = typing.startRelease(ORDERS.replace(",", " ,")).out();

    assertThat(first)
        .startsWith("started " + ARN + "orders-")
        .contains("\nfollow it: coalmine status orders-");
    assertThat(second).isEqualTo(first);
    assertThat(running()).isEqualTo(1);

    typing.advance(Duration.ofMinutes(1));
    assertThat(typing.startRelease(ORDERS).out()).isNotEqualTo(first);
  }

  @Test
  void oneThatHasEndedWithinItsMinuteIsNotStartedAgain() {
    typing.startRelease(AT_ONCE);

    CliDriver.CliResult again = typing.startRelease(AT_ONCE);

    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .contains("exists already and has ended (PROMOTED): ")
        .contains("or give another --name");
  }

  @Test
  void aNameIsTakenAsItIsGiven() {
    assertThat(typing.startRelease(ORDERS, "--name", "friday").out())
        .isEqualTo("started " + ARN + "friday\nfollow it: coalmine status friday\n");
    assertThat(typing.startRelease(AT_ONCE, "--name", "friday").err())
        .contains("execution friday exists already and is running with another input");
    assertThat(typing.startRelease(ORDERS, "--name", "no good").exit()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'function': 'orders', 'wach': 1, 'watch': 'x'} | 2 | 2 faults: unknown field wach (did"
            + " you mean watch?); watch must be",
        "nonsense | 2 | is not JSON",
        "[] | 2 | must be",
        "{'revert': 'x'} | 64 | is a revert request, but start takes a release request: use"
            + " coalmine revert",
        "{'detail-type': 'x', 'detail': {}} | 64 | is an EventBridge event, but start takes a"
            + " release request; in AWS the rule of StartRelease receives the event",
        "{'CodePipeline.job': {}} | 64 | is a CodePipeline job, but start takes a release request;"
            + " in AWS an action of the pipeline invokes PipelineJob"
      })
  void whatIsNoGoodRequestStartsNothing(String request, int exit, String says) {
    CliDriver.CliResult typed = typing.startRelease(request);

    assertThat(typed.exit()).isEqualTo(exit);
    assertThat(typed.err()).startsWith("coalmine start: ").contains(says);
    assertThat(running()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'alarms': [], 0, PROMOTED", "'alarms': ['orders-errors'], 1, ROLLED_BACK"})
  void whoeverWaitsSeesWhatARehearsalShowsAndExitsLikeIt(String gate, int exit, String outcome) {
    typing.clock.runAt(CliDriver.START.plusSeconds(30), () -> set("OK"));
    typing.clock.runAt(CliDriver.START.plusSeconds(90), () -> set("ALARM"));

    CliDriver.CliResult typed =
        typing.startRelease(
            ORDERS.replace("'metrics': false", "'metrics': false, " + gate), "--wait");

    assertThat(typed.exit()).as(typed.text()).isEqualTo(exit);
    assertThat(typed.out())
        .startsWith("started " + ARN)
        .contains("\n  00:00    0 %  Prepare      orders:live serves version 7; ready\n")
        .contains("\n  00:00   10 %  ShiftWeight  canary 8 gets 10 %\n")
        .contains("\noutcome: " + outcome + " orders-8: ");
  }

  private void set(String state) {
    typing
        .world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", "orders-errors", "StateValue", state, "StateReason", "by hand"));
  }

  @Test
  void machinesThatWaitReadTheEndAlone() {
    CliDriver.CliResult typed = typing.startRelease(AT_ONCE, "--wait", "--json");

    assertThat(typed.json()).containsEntry("standing", "PROMOTED").containsEntry("weight", 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders-8", "friday", ARN + "friday"})
  void aReleaseIsKnownByItsIdItsExecutionsNameAndItsArn(String name) {
    typing.startRelease(ORDERS, "--name", "friday");

    assertThat(status(name)).containsEntry("execution", ARN + "friday");
  }

  @Test
  void ofSeveralTheOneThatRunsIsMeant() {
    typing.startRelease(
        "{'id': 'orders-8', 'function': 'billing', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate':"
            + " {'metrics': false}}",
        "--name",
        "older");
    typing.startRelease(ORDERS, "--name", "running");
    typing.startRelease(
        "{'id': 'orders-8', 'function': 'mail', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate':"
            + " {'metrics': false}}",
        "--name",
        "newest");

    assertThat(status("orders-8")).containsEntry("execution", ARN + "running");

    typing.run("rollback", "orders-8");
    typing.advance(Duration.ofSeconds(1));
    assertThat(status("orders-8")).containsEntry("status", "FAILED");
  }

  @Test
  void ofSeveralThatRunNoneIsMeant() {
    typing.startRelease(ORDERS, "--name", "first");
    typing.startRelease(
        "{'id': 'orders-8', 'function': 'mail', " + STEPS + "}", "--name", "second");

    CliDriver.CliResult typed = typing.run("pause", "orders-8");

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine pause: 2 running releases have the id orders-8; give the name of one"
                + " execution instead: second, first\n");
    assertThat(typing.run("pause", "first").exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders-9 | there is no release orders-9 among the running releases and the last 50 that"
            + " ended; coalmine list shows them",
        "arn:aws:lambda:us-east-1:000000000000:function:orders |"
            + " arn:aws:lambda:us-east-1:000000000000:function:orders must be the id of a release,"
            + " or the name or ARN of an execution",
        "'orders 9' | orders 9 must be the id of a release, or the name or ARN of an execution",
        "arn:aws:states:us-east-1:000000000000:execution:coalmine:gone | there is no execution"
            + " arn:aws:states:us-east-1:000000000000:execution:coalmine:gone"
      })
  void aNameThatNamesNothingIsAWrongCommandLine(String name, String says) {
    CliDriver.CliResult typed = typing.run("status", name);

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err()).isEqualTo("coalmine status: " + says + "\n");
    assertThat(typing.run("status", name, "--json").json())
        .isEqualTo(Map.of("error", says, "exit", 64));
  }

  @Test
  void aReleaseThatAsksShowsWhatItWaitsFor() {
    typing.startRelease(
        "{'function': 'orders', 'approve': [10], 'approvalTimeout': 'PT2H', " + STEPS + "}",
        "--name",
        "friday");

    assertThat(typing.run("status", "orders-8").out())
        .isEqualTo(
            """
            orders-8  ASKS
              execution   arn:aws:states:us-east-1:000000000000:execution:coalmine:friday
              target      orders:live from version 7 to version 8
              weight      0 % since 2026-01-01T12:00:00Z
              state       Ask since 2026-01-01T12:00:00Z
              waits for   approval of 10 %, until 2026-01-01T14:00:00Z
              next check  2026-01-01T12:01:00Z
              reason      waiting for approval of 10 %: orders:live serves version 7; ready
            """);
  }

  @Test
  void whatPeopleSaidStands() {
    typing.startRelease(ORDERS, "--name", "friday");
    typing.run("pause", "orders-8", "--by", "ann", "--why", "lunch");

    assertThat(typing.run("status", "orders-8").out())
        .isEqualTo(
            """
            orders-8  PAUSED
              execution   arn:aws:states:us-east-1:000000000000:execution:coalmine:friday
              target      orders:live from version 7 to version 8
              weight      10 % since 2026-01-01T12:00:00Z
              state       Bake since 2026-01-01T12:00:01Z
              waits for   resume, until 2026-01-02T12:00:01Z
              next check  2026-01-01T12:04:49Z
              reason      paused by ann: lunch
              command     2026-01-01T12:00:01Z ann: pause: lunch
            """);
  }

  @Test
  void theListBeginsWithWhatRuns() {
    typing.startRelease(
        "{'id': 'short', 'function': 'mail', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate':"
            + " {'metrics': false}}");
    typing.startRelease(ORDERS);
    typing.startRelease("{'function': 'orders'}");
    typing.startRelease("{'function': 'billing', 'approve': [10], " + STEPS + "}");

    assertThat(typing.run("list").out())
        .isEqualTo(
            """
            release                  status    weight  since                 reason
            billing-4                ASKS      0 %     2026-01-01T12:00:03Z  waiting for approval of 10 %: billing:live serves version 3; ready
            orders-8                 RUNNING   10 %    2026-01-01T12:00:01Z  canary 8 gets 10 %
            orders-69096c3c377cbda3  REFUSED           2026-01-01T12:00:02Z  alias orders:live is already split (version 7 with 8 at 10 %): finish or remove that split first
            short                    PROMOTED  100 %   2026-01-01T12:00:00Z  canary 12 serves all traffic
            """);
  }

  @Test
  void aLongListIsCutAndSaysSo() {
    IntStream.rangeClosed(1, 25)
        .forEach(n -> typing.startRelease("{'id': 'gone-%d', 'function': 'nobody'}".formatted(n)));

    List<String> usual = typing.run("list").out().lines().toList();
    List<String> all = typing.run("list", "--all").out().lines().toList();

    assertThat(usual).hasSize(22).last().isEqualTo("and older releases: list them with --all");
    assertThat(usual.get(1)).startsWith("gone-25");
    assertThat(all).hasSize(26);
  }

  @Test
  void moreThatRunAreCounted() {
    IntStream.rangeClosed(1, 23)
        .forEach(
            n ->
                typing.startRelease(
                    "{'id': 'asks-%d', 'function': 'orders', 'approve': [10], %s}"
                        .formatted(n, STEPS)));

    assertThat(typing.run("list").out()).endsWith("\nand 3 more running releases\n");
    assertThat(typing.run("list", "--json").json()).containsEntry("moreRunning", 3);
    assertThat(status("asks-2")).containsEntry("id", "asks-2");
  }

  @Test
  void anEmptyListSaysSo() {
    assertThat(typing.run("list").out())
        .isEqualTo("there are no releases yet; coalmine start starts one\n");
  }

  @Test
  void aPromotedReleaseIsTakenBack() {
    Map<String, TargetState> before = typing.targetStates();
    typing.startRelease(AT_ONCE, "--name", "friday");
    assertThat(typing.targetStates()).isNotEqualTo(before);

    CliDriver.CliResult typed =
        typing.run("revert", "orders-8", "--by", "ann", "--why", "wrong totals");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).isEqualTo("orders-8: ROLLED_BACK: reverted by ann: wrong totals\n");
    assertThat(typing.targetStates()).isEqualTo(before);
    assertThat(typing.run("revert", "orders-8").exit()).isEqualTo(2);
  }

  @Test
  void whatIsNotPromotedIsNotTakenBack() {
    typing.startRelease(ORDERS);

    CliDriver.CliResult typed = typing.run("revert", "orders-8");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine revert: orders-8 is still running: roll it back with coalmine rollback"
                + " orders-8\n");
  }

  @Test
  void whatWasRolledBackIsNotTakenBack() {
    typing.startRelease(ORDERS);
    typing.run("rollback", "orders-8", "--by", "ann");
    typing.advance(Duration.ofSeconds(1));

    CliDriver.CliResult typed = typing.run("revert", "orders-8");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine revert: orders-8 was not promoted, so there is nothing to revert:"
                + " ROLLED_BACK: rolled back by ann, at weight 10\n");
  }

  @Test
  void whatWasMovedSinceIsNotTakenBack() {
    typing.startRelease(AT_ONCE);
    typing.world.lambda().putAlias("orders", "live", "6", Map.of());

    CliDriver.CliResult typed = typing.run("revert", "orders-8", "--json");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.json()).containsEntry("outcome", "REFUSED");
    assertThat(String.valueOf(typed.json().get("reason"))).contains("was moved after the release");
  }

  @ParameterizedTest
  @EnumSource
  void aDryRunChangesNothing(StoppableRelease.SampleRequest kind) {
    String before = written();

    CliDriver.CliResult typed =
        typing.run("start", typing.writeRequest(kind.request(true)), "--dry-run");

    assertThat(typed.exit()).as(typed.text()).isZero();
    assertThat(written()).isEqualTo(before);
    assertThat(running()).isZero();
  }

  /** All targets with revisions and times of change. */
  private String written() {
    StringBuilder all = new StringBuilder();
    for (String function : List.of("orders", "billing", "mail")) {
      all.append(get(typing.world.lambdaService(), "/2015-03-31/functions/" + function + "/aliases/live"));
    }
    return all + get(typing.world.apiGateway(), "/restapis/a1b2c3d4e5/stages/prod");
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
            typing
                .run("start", typing.writeRequest(request), "--dry-run")
                .out()
                .replaceFirst(".*\n", ""))
        .isEqualTo(
            """
              id         orders-8
              target     orders:live from version 7 to version 8
              alarm      orders-errors is in ALARM already, and counts only after it has left ALARM
              hook       eachStep calls orders-check
              plan       paced; first weight 1 %
              decision   ADVANCE: orders:live serves version 7; ready, not counting what fires already: orders-errors
              duration   at most PT2H below 100 %, then PT10M of watch; awaits approval of 50 %, each for at most PT24H
              may write  orders:live: ShiftWeight, Promote, Rollback
            """);
  }

  @ParameterizedTest
  @CsvSource({"ALIAS, UpdateAlias, orders:live", "STAGE, UpdateStage, a1b2c3d4e5/prod"})
  void aDryRunSaysWhatMayNotBeWritten(
      StoppableRelease.SampleRequest kind, String operation, String target) {
    typing.faults().always(operation, StoppableRelease.DENIED);

    CliDriver.CliResult typed =
        typing.run("start", typing.writeRequest(kind.request(false)), "--dry-run");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.out())
        .contains("MAY NOT", target + ": Rollback: not authorized to perform this")
        .doesNotContain("may write");
  }

  @Test
  void machinesReadWhatADryRunFound() {
    Map<String, Object> found =
        typing.run("start", typing.writeRequest(ORDERS), "--dry-run", "--json").json();

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
        typing.run(
            "start",
            typing.writeRequest(StoppableRelease.SampleRequest.STAGE_AND_ALIAS.request(false)),
            "--dry-run");

    assertThat(typed.out())
        .contains("a1b2c3d4e5/prod: Claim, ShiftWeight, Promote, Rollback")
        .contains("orders:live: ShiftWeight, Promote, Rollback");
  }

  @Test
  void aDryRunNamesAllFaults() {
    CliDriver.CliResult typed =
        typing.run(
            "start",
            typing.writeRequest(
                "{'function': 'orders', 'version': '99', 'gate': {'alarms': ['gone']}}"),
            "--dry-run");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith(
            "coalmine start: 2 faults: alarm gone does not exist; names are case-sensitive; ");
  }

  @Test
  void aDryRunReplacesNobody() {
    typing.startRelease(
        ORDERS
            .replace("{'function'", "{'version': '7', 'function'")
            .replace("'version': '7', ", ""));
    String before = written();

    CliDriver.CliResult typed =
        typing.run(
            "start",
            typing.writeRequest(
                "{'function': 'orders', 'version': '8', 'ifBusy': 'replace', " + STEPS + "}"),
            "--dry-run");

    assertThat(typed.text()).contains("waiting: ");
    typing.advance(Duration.ofSeconds(5));
    assertThat(written()).isEqualTo(before);
    assertThat(status("orders-8")).containsEntry("said", List.of());
  }

  @Test
  void anotherWorkflowIsNamed() {
    assertThat(typing.run("list", "--workflow", "canary").err())
        .contains("there is no state machine canary at http://127.0.0.1:")
        .endsWith(
            ": the state machines are coalmine, coalmine-stacks; name another with --workflow\n");
    assertThat(typing.run("list", "--workflow", typing.world.stateMachineArn()).exit()).isZero();
  }

  @Test
  void whatCannotBeReachedSaysSo() {
    CliDriver.CliResult typed =
        typing.runWithoutEndpoint("list", "--endpoint", "http://127.0.0.1:1");

    assertThat(typed.exit()).isEqualTo(69);
    assertThat(typed.err())
        .isEqualTo("coalmine list: can't reach AWS at http://127.0.0.1:1: Connection refused\n");
    assertThat(typing.runWithoutEndpoint("list", "--endpoint", "nonsense").exit()).isEqualTo(64);
  }

  @Test
  void whatIsNotPermittedSaysSo() {
    typing
        .faults()
        .always("ListExecutions", Fault.error(400, "AccessDeniedException", "not for you"));

    CliDriver.CliResult typed = typing.run("list");

    assertThat(typed.exit()).isEqualTo(69);
    assertThat(typed.err())
        .isEqualTo("coalmine list: AWS refused the call: AccessDeniedException: not for you\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "status", "pause", "revert"})
  void aCommandWithoutWhatItIsAboutIsWrong(String command) {
    assertThat(typing.run(command).exit()).isEqualTo(64);
  }
}
