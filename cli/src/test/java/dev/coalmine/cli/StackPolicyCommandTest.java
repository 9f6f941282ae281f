package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line shows the stack's policy, and cannot get round it. */
class StackPolicyCommandTest extends CommandFixture {
  @Test
  void aDryRunShowsWhatTheStackDemands() {
    arriveAt(Map.of("MinimumBake", "PT5M", "AllowedPlans", "steps", "AllowedVariables", ""));

    CliDriver.CliResult typed = cli.run("start", cli.writeRequest(ORDERS), "--dry-run");

    assertThat(typed.exit()).as(typed.text()).isZero();
    assertThat(typed.out())
        .contains(
            "  policy     MinimumBake: at least 5 min below 100 %\n",
            "  policy     AllowedVariables: empty\n", "  policy     AllowedPlans: steps\n");
    assertThat(cli.run("start", cli.writeRequest(ORDERS), "--dry-run", "--json").json())
        .containsEntry(
            "policy",
            List.of(
                "MinimumBake: at least 5 min below 100 %",
                "AllowedVariables: empty", "AllowedPlans: steps"));
  }

  @Test
  void aDryRunOfAStackWithoutAPolicyShowsNone() {
    assertThat(cli.run("start", cli.writeRequest(ORDERS), "--dry-run").out())
        .doesNotContain("policy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run", "--wait"})
  void whatThePolicyForbidsIsRefused(String option) {
    arriveAt(Map.of("RequireGate", "true", "MinimumBake", "PT5M"));
    Object before = cli.targetStates();

    CliDriver.CliResult typed = cli.run("start", cli.writeRequest(AT_ONCE), option);

    assertThat(typed.exit()).as(typed.text()).isEqualTo(2);
    assertThat(typed.text())
        .contains(
            "gate has no alarms and no metrics: the stack's parameter RequireGate is true",
            "plan AllAtOnce keeps the canary below 100 % for PT0S: the stack's parameter"
                + " MinimumBake is PT5M");
    assertThat(cli.targetStates()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"promote", "skip"})
  void aCommandDoesNotShortenTheBake(String command) {
    arriveAt(Map.of("MinimumBake", "PT5M"));
    cli.startRelease(ORDERS);
    cli.advance(Duration.ofMinutes(2));

    CliDriver.CliResult typed = cli.run(command, "orders-8");
    assertThat(typed.exit()).as(typed.text()).isEqualTo(2);
    assertThat(typed.err())
        .contains(
            "orders-8 stays below 100 % until 2026-01-01T12:05",
            "(the stack's parameter MinimumBake is PT5M)");

    cli.advance(Duration.ofMinutes(4));
    assertThat(cli.run(command, "orders-8").exit()).isZero();
  }
}
