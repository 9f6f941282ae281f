package dev.coalmine.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made up for a request, and what of it AWS has. */
class RehearsedAccountTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final SimulatedAccount world = LOCAL.account(new VirtualClock(Rehearsal.START));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'function': 'orders'} | []",
        "{'function': 'orders', 'version': '8', 'gate': {'alarms': ['orders-errors']}} | []",
        "{'revert': 'arn:aws:states:us-east-1:000000000000:execution:coalmine:x'} | []",
        "{} | []",
        "no JSON | []",
        "{'function': 'orders', 'version': '9'} | [function orders with versions 8 and 9; alias"
            + " live at 8]",
        "{'function': 'pay'} | [function pay with versions 1 and 2; alias live at 1]",
        "{'function': 'pay', 'version': 1} | [function pay with versions 1 and 2; alias live at 2]",
        "{'function': 'pay', 'alias': 'prod', 'version': '10', 'hooks': {'eachStep': 'probe:live'}}"
            + " | [function pay with versions 9 and 10; alias prod at 9, function probe:live, which"
            + " succeeds]",
        "{'targets': [{'function': 'a', 'version': '3'}, {'function': 'b'}]} | [function a with"
            + " versions 2 and 3; alias live at 2, function b with versions 1 and 2; alias live at"
            + " 1]",
        "{'targets': [{'restApi': 'q1', 'stage': 'live', 'variables': {'to': 'green'}}]} |"
            + " [function q1-handler with versions 1 and 2; alias green at 2, alias live at 1, API"
            + " q1, stage live (to=live); it calls q1-handler:${stageVariables.to}]",
        "{'targets': [{'restApi': 'q1', 'stage': 'p', 'variables': {'v': '7', 'url': 'a/b'}}]} |"
            + " [function q1-handler with versions 6 and 7; no alias, API q1, stage p (url=before,"
            + " v=6); it calls q1-handler:${stageVariables.v}]",
        "{'targets': [{'restApi': 'q1', 'stage': 'p', 'deployment': 'd2'}, {'function': 'pay'}]} |"
            + " [function pay with versions 1 and 2; alias live at 1, API q1, stage p; it calls"
            + " pay:live]",
      })
  void whatTheEventNamesIsMade(String event, String lines) {
    RehearsedAccount account = RehearsedAccount.of(event.replace('\'', '"'));

    assertThat(account.lines()).hasToString(lines);
    account.createIn(world);
  }

  @Test
  void theSampleAccountHasWhatAllSamplesName() throws IOException {
    try (Stream<Path> samples = Files.list(ProjectFolder.ROOT.resolve("events"))) {
      assertThat(samples)
          .allSatisfy(
              sample ->
                  assertThat(RehearsedAccount.of(Files.readString(sample)).lines()).isEmpty());
    }
  }

  @Test
  void theSampleAccountHasWhatIsSaidOfIt() {
    AccountContents said = SampleAccount.contents();
    SampleAccount.createIn(world);

    said.functions()
        .forEach(
            (function, contents) -> {
              assertThat(world.lambda().versions(function)).containsAll(contents.versions());
              assertThat(world.lambda().aliases(function))
                  .containsExactlyInAnyOrderElementsOf(contents.aliases().keySet());
            });
    assertThat(world.lambda().functions()).containsAll(said.helpers());
    assertThat(world.apiGateway().stages().keySet()).containsAll(said.apis().keySet());
  }

  @Test
  void arnsOfSeveralAccountsStayAsTheyAre() {
    String event =
        """
        {"targets": [{"function": "arn:aws:lambda:eu-west-1:111122223333:function:a"},
                     {"function": "arn:aws:lambda:eu-west-1:444455556666:function:b"}]}
        """;

    assertThat(RehearsedAccount.of(event).event()).isEqualTo(event);
  }

  @Test
  void whatTheFileHasIsNotMadeUp() {
    RehearsedAccount account =
        RehearsedAccount.of(
            """
            {"function": "pay", "alias": "prod", "gate": {"alarms": ["pay-5xx", "queue-age"]}}
            """,
            "world.json",
            """
            {"functions": {"pay": {"versions": [4, 7], "aliases": {"prod": 4}}},
             "CompositeAlarms": [{"AlarmName": "pay-5xx", "AlarmRule": "FALSE"}]}
            """);

    assertThat(account.lines())
        .isEqualTo(List.of("alarm queue-age: half of the requests fail, in two minutes of three"));
    account.createIn(world);
    assertThat(world.lambda().versions("pay")).contains("4", "7").doesNotContain("5");
    assertThat(world.lambda().functions()).doesNotContain(SampleAccount.FUNCTION);
  }

  @Test
  void aHookThatTheFileDescribesStaysAsItIs() {
    RehearsedAccount account =
        RehearsedAccount.of(
            "{\"function\": \"pay\", \"hooks\": {\"eachStep\": \"smoke:live\"}}",
            "world.json",
            """
            {"functions": {"pay": {"versions": [4, 7], "aliases": {"live": 4}},
                           "smoke": {"versions": [3, 5], "aliases": {"live": 3}}}}
            """);

    assertThat(account.lines()).isEmpty();
    account.createIn(world);
    assertThat(world.lambda().versions("smoke")).containsExactly("3", "5");
  }

  @Test
  void aFunctionNeedsAVersion() {
    assertThatThrownBy(
            () ->
                RehearsedAccount.of(
                    "{\"function\": \"pay\"}",
                    "world.json",
                    "{\"functions\": {\"pay\": {\"versions\": []}}}"))
        .isInstanceOf(InvalidWorldException.class)
        .hasMessageContaining("is missing or empty: list the published versions");
  }
}
