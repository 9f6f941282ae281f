package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of releases. */
class ListCommandTest extends CommandFixture {
  @Test
  void theListBeginsWithWhatRuns() {
    cli.startRelease(
        "{'id': 'short', 'function': 'mail', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate':"
            + " {'metrics': false}}");
    cli.startRelease(ORDERS);
    cli.startRelease("{'function': 'orders'}");
    cli.startRelease("{'function': 'billing', 'approve': [10], " + STEPS + "}");

    assertThat(cli.run("list").out())
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
        .forEach(n -> cli.startRelease("{'id': 'gone-%d', 'function': 'nobody'}".formatted(n)));

    List<String> usual = cli.run("list").out().lines().toList();
    List<String> all = cli.run("list", "--all").out().lines().toList();

    assertThat(usual).hasSize(22).last().isEqualTo("and older releases: list them with --all");
    assertThat(usual.get(1)).startsWith("gone-25");
    assertThat(all).hasSize(26);
  }

  @Test
  void moreThatRunAreCounted() {
    IntStream.rangeClosed(1, 23)
        .forEach(
            n ->
                cli.startRelease(
                    "{'id': 'asks-%d', 'function': 'orders', 'approve': [10], %s}"
                        .formatted(n, STEPS)));

    assertThat(cli.run("list").out()).endsWith("\nand 3 more running releases\n");
    assertThat(cli.run("list", "--json").json()).containsEntry("moreRunning", 3);
    assertThat(status("asks-2")).containsEntry("id", "asks-2");
  }

  @Test
  void anEmptyListSaysSo() {
    assertThat(cli.run("list").out())
        .isEqualTo("there are no releases yet; coalmine start starts one\n");
  }
}
