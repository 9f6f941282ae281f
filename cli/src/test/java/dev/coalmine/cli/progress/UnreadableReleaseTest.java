package dev.coalmine.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.terminal.ReleaseLine;
import dev.coalmine.document.StateAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Views of a release whose document has a schema that this code does not know. */
class UnreadableReleaseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final StateAnswer ANSWER =
      StateAnswer.of(
              "{\"latest\": {\"release\": {\"schema\": 99, \"id\": \"orders-8\", \"weight\": 5}}}")
          .orElseThrow();

  @Test
  void aTimelineShowsWhyItCannotBeRead() {
    List<String> lines = new ArrayList<>();

    new ReleaseTimeline(lines::add, look -> {}).answered(NOON, "CheckAlarms", ANSWER);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains("5 %", "CheckAlarms", "its schema is 99");
  }

  @Test
  void itsLineSaysSo() {
    ReleaseLine line =
        ReleaseLine.started("orders-1", NOON)
            .withoutDocument(ANSWER.idOr("orders-1"), "unreadable", NOON);

    assertThat(line.id()).isEqualTo("orders-8");
    assertThat(line.note()).isEqualTo("unreadable");
  }
}
