package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.embedded.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that name an account, and what goes wrong in reaching it. */
class AccountOptionsTest extends CommandFixture {
  @Test
  void anotherWorkflowIsNamed() {
    assertThat(cli.run("list", "--workflow", "canary").err())
        .contains("there is no state machine canary at http://127.0.0.1:")
        .endsWith(
            ": the state machines are coalmine, coalmine-stacks; name another with --workflow\n");
    assertThat(cli.run("list", "--workflow", cli.world.stateMachineArn()).exit()).isZero();
  }

  @Test
  void whatCannotBeReachedSaysSo() {
    CliDriver.CliResult typed = cli.runWithoutEndpoint("list", "--endpoint", "http://127.0.0.1:1");

    assertThat(typed.exit()).isEqualTo(69);
    assertThat(typed.err())
        .isEqualTo("coalmine list: can't reach AWS at http://127.0.0.1:1: Connection refused\n");
    assertThat(cli.runWithoutEndpoint("list", "--endpoint", "nonsense").exit()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--region nowhere", "--endpoint nonsense"})
  void aWrongPlaceIsJsonToWhoAskedForJson(String option) {
    CliDriver.CliResult typed = cli.runWithoutEndpoint(("list --json " + option).split(" "));

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.json()).containsEntry("exit", 64).containsKey("error");
  }

  @Test
  void whatIsNotPermittedSaysSo() {
    cli.faults().always("ListExecutions", Fault.error(400, "AccessDeniedException", "not for you"));

    CliDriver.CliResult typed = cli.run("list");

    assertThat(typed.exit()).isEqualTo(69);
    assertThat(typed.err())
        .isEqualTo("coalmine list: AWS refused the call: AccessDeniedException: not for you\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "status", "pause", "revert"})
  void aCommandWithoutWhatItIsAboutIsWrong(String command) {
    assertThat(cli.run(command).exit()).isEqualTo(64);
  }
}
