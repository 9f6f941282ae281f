package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.TargetState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reverting a promoted release. */
class RevertCommandTest extends CommandFixture {
  @Test
  void aPromotedReleaseIsTakenBack() {
    Map<String, TargetState> before = cli.targetStates();
    cli.startRelease(AT_ONCE, "--name", "friday");
    assertThat(cli.targetStates()).isNotEqualTo(before);

    CliDriver.CliResult typed =
        cli.run("revert", "orders-8", "--by", "ann", "--why", "wrong totals");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).isEqualTo("orders-8: ROLLED_BACK: reverted by ann: wrong totals\n");
    assertThat(cli.targetStates()).isEqualTo(before);
    assertThat(cli.run("revert", "orders-8", "--by", "ann", "--why", "again").out())
        .isEqualTo(
            "orders-8: ROLLED_BACK: reverted by ann: again; orders:live already serves version"
                + " 7\n");
  }

  @Test
  void aRerunThatMovedNothingDoesNotHideTheRelease() {
    Map<String, TargetState> before = cli.targetStates();
    cli.startRelease(AT_ONCE, "--name", "friday");
    cli.startRelease(AT_ONCE, "--name", "rerun");

    assertThat(cli.run("revert", "rerun").err())
        .isEqualTo(
            "coalmine revert: orders-8 moved nothing, so there is nothing to revert: orders:live"
                + " already serves version 8: nothing was moved\n");
    assertThat(cli.run("revert", "orders-8", "--by", "ann", "--why", "totals").exit()).isZero();
    assertThat(cli.targetStates()).isEqualTo(before);
  }

  @Test
  void whatIsNotPromotedIsNotTakenBack() {
    cli.startRelease(ORDERS);

    CliDriver.CliResult typed = cli.run("revert", "orders-8");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine revert: orders-8 is still running: roll it back with coalmine rollback"
                + " orders-8\n");
  }

  @Test
  void whatWasRolledBackIsNotTakenBack() {
    cli.startRelease(ORDERS);
    cli.run("rollback", "orders-8", "--by", "ann");
    cli.advance(Duration.ofSeconds(1));

    CliDriver.CliResult typed = cli.run("revert", "orders-8");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine revert: orders-8 was not promoted, so there is nothing to revert:"
                + " ROLLED_BACK: rolled back by ann, at weight 10\n");
  }

  @Test
  void whatWasMovedSinceIsNotTakenBack() {
    cli.startRelease(AT_ONCE);
    cli.world.lambda().putAlias("orders", "live", "6", Map.of());

    CliDriver.CliResult typed = cli.run("revert", "orders-8", "--json");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.json()).containsEntry("outcome", "REFUSED");
    assertThat(String.valueOf(typed.json().get("reason"))).contains("was moved after the release");
  }

  @Test
  void aNameWithSpacesIsRecordedAndABlankOneRefused() {
    cli.startRelease(AT_ONCE);

    assertThat(cli.run("revert", "orders-8", "--by", " ").err())
        .isEqualTo("coalmine revert: --by must be a name, not \" \"\n");
    assertThat(cli.run("revert", "orders-8", "--by", " Ann Lee ").text()).contains("by Ann Lee");
  }
}
