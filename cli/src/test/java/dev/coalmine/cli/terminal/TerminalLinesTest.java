package dev.coalmine.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal shows of printed lines. */
class TerminalLinesTest {
  private static final String LOOK =
      "  03:00    1 %  CheckAlarms  FAIL: errors: canary 4 of 4 (100 %), baseline 2 of 597 (0.34"
          + " %)";

  private final TerminalLines narrow = new TerminalLines(() -> 60, false);
  private final TerminalLines coloured = new TerminalLines(() -> 200, true);

  @Test
  void aLongLineOfATimelineGoesOnBelowItsText() {
    assertThat(narrow.layOut(LOOK))
        .isEqualTo(
            """
              03:00    1 %  CheckAlarms  FAIL: errors: canary 4 of 4
                                         (100 %), baseline 2 of 597
                                         (0.34 %)\
            """);
  }

  @Test
  void theOutcomeAndAStatusAreWrapped() {
    assertThat(
            narrow.layOut("outcome: ROLLED_BACK orders-8: errors: canary 4 of 4 (100 %), baseline"))
        .isEqualTo("outcome: ROLLED_BACK orders-8: errors: canary 4 of 4\n  (100 %), baseline");
    assertThat(narrow.layOut("  reason      " + "word ".repeat(12) + "end"))
        .isEqualTo(
            "  reason      word word word word word word word word word\n"
                + "              word word word end");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 42, 43, 44, 45, 60})
  void noRowEndsWithASpace(int columns) {
    String line = "  reason      " + "a  word   and ".repeat(9) + " ".repeat(columns);

    String rows = new TerminalLines(() -> columns, false).layOut(line);

    assertThat(rows.split("\n", -1)).allMatch(row -> row.equals(row.stripTrailing()));
    assertThat(rows.replaceAll("\\s+", " "))
        .isEqualTo(line.replaceAll("\\s+", " ").stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": \"a\", \"reason\": \"a long text that is copied by somebody, and so stays one"
            + " line\"}",
        "complete -c coalmine -n '__fish_seen_subcommand_from start' -l dry-run -d 'Changes"
            + " nothing'",
        "| a table | of Markdown | that has | more columns | than the | terminal | is wide |",
        "  reason      short"
      })
  void otherLinesStay(String line) {
    assertThat(narrow.layOut(line)).isEqualTo(line);
  }

  @Test
  void aNarrowTerminalIndentsLess() {
    assertThat(new TerminalLines(() -> 40, false).layOut(LOOK).lines())
        .allMatch(row -> row.length() <= 40)
        .element(1)
        .asString()
        .startsWith("  errors");
  }

  @ParameterizedTest
  @CsvSource({
    "'  03:00    1 %  CheckAlarms  PASS: all', PASS, 32",
    "'  03:00    1 %  CheckAlarms  FAIL: all', FAIL, 31",
    "'outcome: PROMOTED orders-8: PASS', PROMOTED, 32",
    "'orders-8  REFUSED', REFUSED, 33",
    "'  last check  INCONCLUSIVE: x', INCONCLUSIVE, 33"
  })
  void verdictsAndOutcomesHaveAColour(String line, String word, int colour) {
    assertThat(coloured.layOut(line))
        .isEqualTo(line.replaceFirst(word, "\u001b[" + colour + "m" + word + "\u001b[0m"));
  }

  @Test
  void whatIsOnlyToldHasNone() {
    String told = "  03:00    1 %  Steer        rejected by ann: PASS: no";
    assertThat(coloured.layOut(told)).isEqualTo(told);
  }
}
