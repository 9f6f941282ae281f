package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which release a name means, and what status shows of it. */
class StatusCommandTest extends CommandFixture {
  @ParameterizedTest
  @ValueSource(strings = {"orders-8", "friday", ARN + "friday"})
  void aReleaseIsKnownByItsIdItsExecutionsNameAndItsArn(String name) {
    cli.startRelease(ORDERS, "--name", "friday");

    assertThat(status(name)).containsEntry("execution", ARN + "friday");
  }

  @Test
  void ofSeveralTheOneThatRunsIsMeant() {
    cli.startRelease(
        "{'id': 'orders-8', 'function': 'billing', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate':"
            + " {'metrics': false}}",
        "--name",
        "older");
    cli.startRelease(ORDERS, "--name", "running");
    cli.startRelease(
        "{'id': 'orders-8', 'function': 'mail', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate':"
            + " {'metrics': false}}",
        "--name",
        "newest");

    assertThat(status("orders-8")).containsEntry("execution", ARN + "running");

    cli.run("rollback", "orders-8");
    cli.advance(Duration.ofSeconds(1));
    assertThat(status("orders-8")).containsEntry("status", "FAILED");
  }

  @Test
  void ofSeveralThatRunNoneIsMeant() {
    cli.startRelease(ORDERS, "--name", "first");
    cli.startRelease("{'id': 'orders-8', 'function': 'mail', " + STEPS + "}", "--name", "second");

    CliDriver.CliResult typed = cli.run("pause", "orders-8");

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine pause: 2 running releases have the id orders-8; give the name of one"
                + " execution instead: second, first\n");
    assertThat(cli.run("pause", "first").exit()).isZero();
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
    CliDriver.CliResult typed = cli.run("status", name);

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err()).isEqualTo("coalmine status: " + says + "\n");
    assertThat(cli.run("status", name, "--json").json())
        .isEqualTo(Map.of("error", says, "exit", 64));
  }

  @Test
  void aReleaseThatAsksShowsWhatItWaitsFor() {
    cli.startRelease(
        "{'function': 'orders', 'approve': [10], 'approvalTimeout': 'PT2H', " + STEPS + "}",
        "--name",
        "friday");

    assertThat(cli.run("status", "orders-8").out())
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
    cli.startRelease(ORDERS, "--name", "friday");
    cli.run("pause", "orders-8", "--by", "ann", "--why", "lunch");

    assertThat(cli.run("status", "orders-8").out())
        .isEqualTo(
            """
            orders-8  PAUSED
              execution   arn:aws:states:us-east-1:000000000000:execution:coalmine:friday
              target      orders:live from version 7 to version 8
              weight      10 % since 2026-01-01T12:00:00Z
              state       KeepBaking since 2026-01-01T12:00:01Z
              waits for   resume, until 2026-01-02T12:00:01Z
              next check  2026-01-01T12:04:49Z
              reason      paused by ann: lunch
              command     2026-01-01T12:00:01Z ann: pause: lunch
            """);
  }
}
