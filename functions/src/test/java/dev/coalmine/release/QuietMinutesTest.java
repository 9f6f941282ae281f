package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether minutes without requests are usual, by the minutes before: # had some, - had none. */
class QuietMinutesTest {
  @ParameterizedTest(name = "after {0}, {1} more: {2}")
  @CsvSource({
    "#########, 60, true", // nine minutes say nothing
    "##########, 1, true",
    "##########, 2, false",
    "#####--#####, 2, true", // as long as before
    "#####--#####, 3, false",
    "#########-, 0, true",
    "#########-, 1, true", // the run so far counts
    "#########-, 2, false",
    "#-#-#-#-#-, 5, true", // half of the minutes are quiet
    "#-#-#-#-#-, 6, false",
    "----------, 80, true",
    "----------, 100, false"
  })
  void whatHappenedBeforeOrIsNotUnlikelyIsUsual(String before, int more, boolean usual) {
    QuietMinutes minutes = QuietMinutes.NOTHING_KNOWN;
    for (int i = 0; i < before.length(); i++) {
      minutes = minutes.plus(before.charAt(i) == '-');
    }

    assertThat(minutes.isUsual(more)).isEqualTo(usual);
    if (!before.contains("-")) {
      assertThat(QuietMinutes.busy(before.length())).isEqualTo(minutes);
    }
  }
}
