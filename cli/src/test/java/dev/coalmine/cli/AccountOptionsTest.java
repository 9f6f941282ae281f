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
