package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where requests may not move all traffic at once, a stack goes back as it went forward. */
class StackPolicyRollbackTest extends StackFixture {
  StackPolicyRollbackTest() {
    super(Map.of("MinimumBake", "PT5M"));
  }

  @Test
  void aStackRollsBackByItsPlan() {
    assertThat(answer(ask("Update", STEPS.formatted("8")))).hasToString("SUCCESS");
    assertThat(alias()).isEqualTo("8");
    Instant promoted = clock.instant();

    assertThat(answer(ask("Update", STEPS.formatted("7")))).hasToString("SUCCESS");

    assertThat(alias()).isEqualTo("7");
    assertThat(Duration.between(promoted, clock.instant())).isGreaterThan(Duration.ofMinutes(5));
  }
}
