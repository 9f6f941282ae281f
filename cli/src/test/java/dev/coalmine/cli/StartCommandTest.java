package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting a release, and following it. */
class StartCommandTest extends CommandFixture {
  @Test
  void theSameRequestIsOneReleaseWithinAMinute() {
    String first = cli.startRelease(ORDERS).out();
    String second = cli.startRelease(ORDERS.replace(",", " ,")).out();

    assertThat(first)
        .startsWith("started " + ARN + "orders-")
        .contains("\nfollow it: coalmine status orders-");
    assertThat(second).isEqualTo(first);
    assertThat(running()).isEqualTo(1);

    cli.advance(Duration.ofMinutes(1));
    assertThat(cli.startRelease(ORDERS).out()).isNotEqualTo(first);
  }

  @Test
  void oneThatHasEndedWithinItsMinuteIsNotStartedAgain() {
    cli.startRelease(AT_ONCE);

    CliDriver.CliResult again = cli.startRelease(AT_ONCE);

    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .contains("exists already and has ended (PROMOTED): ")
        .contains("or give another --name");
  }

  @Test
  void aNameIsTakenAsItIsGiven() {
    assertThat(cli.startRelease(ORDERS, "--name", "friday").out())
        .isEqualTo("started " + ARN + "friday\nfollow it: coalmine status friday\n");
    assertThat(cli.startRelease(AT_ONCE, "--name", "friday").err())
        .contains("execution friday exists already and is running with another input");
    assertThat(cli.startRelease(ORDERS, "--name", "no good").exit()).isEqualTo(64);
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
    CliDriver.CliResult typed = cli.startRelease(request);

    assertThat(typed.exit()).isEqualTo(exit);
    assertThat(typed.err()).startsWith("coalmine start: ").contains(says);
    assertThat(running()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'alarms': [], 0, PROMOTED", "'alarms': ['orders-errors'], 1, ROLLED_BACK"})
  void whoeverWaitsSeesWhatARehearsalShowsAndExitsLikeIt(String gate, int exit, String outcome) {
    cli.clock.runAt(CliDriver.START.plusSeconds(30), () -> set("OK"));
    cli.clock.runAt(CliDriver.START.plusSeconds(90), () -> set("ALARM"));

    CliDriver.CliResult typed =
        cli.startRelease(ORDERS.replace("'metrics': false", "'metrics': false, " + gate), "--wait");

    assertThat(typed.exit()).as(typed.text()).isEqualTo(exit);
    assertThat(typed.out())
        .startsWith("started " + ARN)
        .contains("\n  00:00    0 %  Prepare      orders:live serves version 7; ready\n")
        .contains("\n  00:00   10 %  ShiftWeight  canary 8 gets 10 %\n")
        .contains("\noutcome: " + outcome + " orders-8: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'function': 'orders', 'plan': 'AllAtOnce', 'gate': {'metrics': false}} | 0 | started",
        "{'function' | 2 | coalmine start: standard input is not JSON: Unexpected end-of-input"
      })
  void theRequestCanComeFromStandardInput(String request, int exit, String says) {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    try {
      CliDriver.CliResult typed = cli.run("start", "-");
      assertThat(typed.exit()).isEqualTo(exit);
      assertThat(typed.text()).startsWith(says);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void machinesThatWaitReadTheEndAlone() {
    CliDriver.CliResult typed = cli.startRelease(AT_ONCE, "--wait", "--json");

    assertThat(typed.json()).containsEntry("standing", "PROMOTED").containsEntry("weight", 100);
  }
}
