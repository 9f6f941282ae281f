package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effect of each command in each state of a release, and its answer. */
class SteerCommandTest extends CommandFixture {
  private static final String TWO_STEPS =
      "'plan': {'steps': [{'weight': 10, 'bake': 'PT10M'}, {'weight': 50, 'bake': 'PT10M'}]},"
          + " 'gate': {'metrics': false}";

  /** The state of the release when a command is sent. */
  enum ReleaseSituation {
    BAKING("'function': 'orders', " + TWO_STEPS),
    PAUSED("'function': 'orders', " + TWO_STEPS) {
      @Override
      void prepare(CliDriver cli) {
        cli.run("pause", "orders-8", "--by", "bob");
      }
    },
    ASKING("'function': 'orders', 'approve': [10], " + TWO_STEPS),
    HOOKED("'function': 'orders', 'hooks': {'eachStep': 'orders-check'}, " + TWO_STEPS),
    WATCHING("'function': 'orders', 'plan': 'AllAtOnce', 'gate': {'metrics': false}"),
    CLAIMING(
        "'id': 'orders-8', 'restApi': 'a1b2c3d4e5', 'stage': 'prod', 'deployment': 'x9y8z7', "
            + TWO_STEPS),
    ENDED("'function': 'orders', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate': {'metrics': false}");

    private final String request;

    ReleaseSituation(String request) {
      this.request = request;
    }

    void prepare(CliDriver cli) {}

    String request() {
      return this == CLAIMING
          ? "{'id': 'orders-8', 'targets': [{'restApi': 'a1b2c3d4e5', 'stage': 'prod',"
              + " 'deployment': 'x9y8z7'}], "
              + TWO_STEPS
              + "}"
          : "{" + request + "}";
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAKING | pause | 0 | orders-8: paused by ann: lunch",
        "BAKING | resume | 2 | orders-8 is not paused",
        "BAKING | skip | 0 | orders-8: rest of the bake at 10 % skipped by ann: lunch",
        "BAKING | promote | 0 | orders-8: promoted by ann: lunch",
        "BAKING | rollback | 0 | orders-8: rolled back by ann: lunch, at weight 10",
        "BAKING | approve | 2 | orders-8 is not waiting for approval",
        "BAKING | reject | 2 | orders-8 is not waiting for approval",
        "PAUSED | pause | 2 | orders-8 is paused",
        "PAUSED | resume | 0 | orders-8: resumed by ann: lunch",
        "PAUSED | skip | 0 | orders-8: rest of the bake at 10 % skipped by ann: lunch",
        "PAUSED | promote | 0 | orders-8: promoted by ann: lunch",
        "PAUSED | rollback | 0 | orders-8: rolled back by ann: lunch, at weight 10",
        "PAUSED | approve | 2 | orders-8 is not waiting for approval",
        "ASKING | approve | 0 | orders-8: 10 % approved by ann: lunch",
        "ASKING | reject | 0 | orders-8: rejected by ann: lunch, at weight 0",
        "ASKING | rollback | 0 | orders-8: rolled back by ann: lunch, at weight 0",
        "ASKING | pause | 2 | orders-8 is waiting for approval of 10 %",
        "ASKING | resume | 2 | orders-8 is not paused",
        "ASKING | skip | 2 | orders-8 is waiting for approval of 10 %: approve or reject it first",
        "ASKING | promote | 2 | orders-8 is waiting for approval of 10 %: approve or reject it"
            + " first",
        "HOOKED | rollback | 0 | orders-8: rolled back by ann: lunch, at weight 10",
        "HOOKED | pause | 2 | orders-8 is waiting for hook eachStep (orders-check)",
        "HOOKED | approve | 2 | orders-8 is waiting for hook eachStep (orders-check)",
        "WATCHING | skip | 0 | orders-8: promoted at once; watch ended by ann: lunch",
        "WATCHING | rollback | 0 | orders-8: rolled back by ann: lunch, at weight 100",
        "WATCHING | pause | 2 | orders-8 is already promoted and only being watched",
        "WATCHING | promote | 2 | orders-8 is already promoted and only being watched",
        "CLAIMING | pause | 2 | orders-8 has not started yet; nothing was sent",
        "CLAIMING | rollback | 2 | orders-8 has not started yet; nothing was sent",
        "ENDED | pause | 2 | orders-8 has ended: PROMOTED: canary 8 serves all traffic",
        "ENDED | rollback | 2 | orders-8 has ended: PROMOTED: canary 8 serves all traffic"
      })
  void aCommandIsFollowedOrSaysWhyNot(
      ReleaseSituation where, String command, int exit, String says) {
    cli.world.lambda().setRunner("orders-check", SteerCommandTest::pending);
    cli.startRelease(where.request());
    where.prepare(cli);
    String before = sent(cli);

    CliDriver.CliResult typed = cli.run(command, "orders-8", "--by", "ann", "--why", "lunch");

    assertThat(typed.exit()).as(typed.text()).isEqualTo(exit);
    assertThat(exit == 0 ? typed.out() : typed.err())
        .isEqualTo((exit == 0 ? "" : "coalmine " + command + ": ") + says + "\n");
    assertThat(sent(cli).equals(before)).isEqualTo(exit != 0);
  }

  private static FunctionRunner.FunctionResult pending(FunctionRunner.FunctionCall call) {
    return new FunctionRunner.FunctionResult(
        "{\"status\": \"Pending\"}".getBytes(StandardCharsets.UTF_8), false, Duration.ZERO);
  }

  /** The commands that the release has recorded, from its status. */
  private static String sent(CliDriver cli) {
    return String.valueOf(cli.run("status", "orders-8", "--json").json().get("said"));
  }

  @Test
  void oneThatIsBetweenTwoWaitsIsTriedAgain() {
    cli.startRelease(ReleaseSituation.CLAIMING.request());
    cli.advance(Duration.ofSeconds(12)); // a mark is trusted after 20 seconds

    assertThat(cli.run("pause", "orders-8", "--by", "ann").out())
        .isEqualTo("orders-8: paused by ann\n");
  }

  @Test
  void oneThatHadJustBeenWokenIsTriedAgain() {
    cli.startRelease(ReleaseSituation.BAKING.request());
    cli.faults().next("SendTaskSuccess", Fault.error(400, "TaskTimedOut", "Task Timed Out"));

    assertThat(cli.run("pause", "orders-8", "--by", "ann").out())
        .isEqualTo("orders-8: paused by ann\n");
  }

  @Test
  void oneThatWaitsForItsTargetIsToldNothing() {
    cli.startRelease(ReleaseSituation.BAKING.request(), "--name", "first");
    cli.startRelease(
        "{'function': 'orders', 'version': '8', 'ifBusy': 'queue', " + TWO_STEPS + "}",
        "--name",
        "second");

    CliDriver.CliResult typed = cli.run("rollback", "second");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith("coalmine rollback: orders-8 has not started yet: waiting: ")
        .endsWith("; nothing was sent\n");
  }

  @Test
  void machinesReadWhatCameOfIt() {
    cli.startRelease(ReleaseSituation.BAKING.request());

    CliDriver.CliResult paused = cli.run("pause", "orders-8", "--by", "ann", "--json");
    CliDriver.CliResult again = cli.run("pause", "orders-8", "--by", "ann", "--json");

    assertThat(paused.json())
        .containsEntry("id", "orders-8")
        .containsEntry("command", "PAUSE")
        .containsEntry("followed", true)
        .containsEntry("weight", 10)
        .containsEntry("decision", "KEEP_BAKING")
        .containsEntry("reason", "paused by ann");
    assertThat(again.json()).isEqualTo(Map.of("error", "orders-8 is paused", "exit", 2));
    assertThat(again.err()).isEmpty();
    assertThat(again.exit()).isEqualTo(2);
  }

  @Test
  void whoDoesNotSayWhoIsTheUser() {
    cli.startRelease(ReleaseSituation.BAKING.request());

    assertThat(cli.run("pause", "orders-8").out())
        .isEqualTo("orders-8: paused by " + System.getProperty("user.name") + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'Ann Lee' | ' lunch time ' | 0 | orders-8: paused by Ann Lee: lunch time",
        "' ann ' | '' | 0 | orders-8: paused by ann",
        "'' | '' | 64 | --by must be a name, not \"\"",
        "'  ' | '' | 64 | --by must be a name, not \"  \"",
      })
  void aNameWithSpacesIsRecordedAndABlankOneRefused(String by, String why, int exit, String says) {
    cli.startRelease(ReleaseSituation.BAKING.request());

    CliDriver.CliResult typed = cli.run("pause", "orders-8", "--by", by, "--why", why);

    assertThat(typed.text()).contains(says);
    assertThat(typed.exit()).isEqualTo(exit);
  }
}
