package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisResultTest {

  @ParameterizedTest
  @CsvSource({
    "'',                  PASS",
    "GOOD,                PASS",
    "BAD,                 FAIL",
    "UNKNOWN,             INCONCLUSIVE",
    "SILENT,              INCONCLUSIVE",
    "EXCUSED,             PASS",
    "GOOD SILENT,         PASS",
    "GOOD EXCUSED,        PASS",
    "GOOD UNKNOWN,        INCONCLUSIVE",
    "GOOD BAD,            FAIL",
    "UNKNOWN BAD SILENT,  FAIL",
    "SILENT EXCUSED,      INCONCLUSIVE",
  })
  void couldNotMeasureIsNeitherGoodNorBad(String kinds, Verdict verdict) {
    List<CheckResult> opinions =
        Arrays.stream(kinds.split(" "))
            .filter(kind -> !kind.isEmpty())
            .map(kind -> new CheckResult(CheckResult.CheckStatus.valueOf(kind), "x"))
            .toList();

    assertThat(AnalysisResult.of(opinions).verdict()).isEqualTo(verdict);
  }

  @Test
  void saysWhatItRestsOn() {
    assertThat(AnalysisResult.of(List.of()).reason())
        .isEqualTo("time alone: the gate has no alarms and no metrics");
    assertThat(
            AnalysisResult.of(
                    List.of(
                        new CheckResult(CheckResult.CheckStatus.SILENT, "alarm b has no opinion"),
                        new CheckResult(CheckResult.CheckStatus.GOOD, "alarm a is OK")))
                .reason())
        .isEqualTo("alarm a is OK; alarm b has no opinion");
  }

  @Test
  void ofManyAlarmsItNamesAFewAndCountsTheRest() {
    List<CheckResult> many =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> new CheckResult(CheckResult.CheckStatus.GOOD, "alarm " + i + " is OK"))
            .toList();

    assertThat(AnalysisResult.of(many).reason())
        .isEqualTo("alarm 0 is OK; alarm 1 is OK; alarm 2 is OK; and 97 more");
  }
}
