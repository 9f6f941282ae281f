package dev.coalmine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.aws.FunctionHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which versions nothing can call any more. */
class VersionCleanupTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** The versions 1, 2, … were published so many days ago. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # published days ago | aliases | named | removed
          90                   | 1       | -     | []
          90 60 30             | 3       | -     | [1, 2]
          90 60 30             | 2       | -     | [1]
          90 60 30             | 3       | 1     | [2]
          90 60 30             | 3       | 2     | [1]
          90 60 30             | 2 3     | 1     | []
          90 60 14             | 3       | -     | [1]
          90 20 14             | 3       | -     | [1]
          40 15 14             | 3       | -     | []
          90 60 30             | 1       | -     | [2]
          """)
  void neitherTheNewestNorOneInUseNorOneReplacedLatelyIsRemoved(
      String published, String aliases, String named, String removed) {
    FunctionHistory function = history(published, Set.of(aliases.split(" ")));
    Set<String> definitions =
        named == null
            ? Set.of()
            : Set.of("{\"FunctionName\": \"arn:aws:lambda:r:1:function:f:" + named + "\"}");

    assertThat(cleanup(function).removable(function, definitions)).hasToString(removed);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:lambda:r:1:function:f:1, false",
    "arn:aws:lambda:r:1:function:f:11, true",
    "arn:aws:lambda:r:1:function:ff:1, true",
    "arn:aws:lambda:r:1:function:f, true",
  })
  void aDefinitionNamesAVersionByItsWholeArn(String arn, boolean removed) {
    FunctionHistory function = history("90 30", Set.of("2"));

    assertThat(cleanup(function).removable(function, Set.of("\"" + arn + "\"")).contains("1"))
        .isEqualTo(removed);
  }

  @ParameterizedTest
  @CsvSource({"90 30, PT0S, false", "90 0, PT1H, true", "90 0, PT25H, false"})
  void anUpdateOfTheStackMayBeUnderWayForADay(String published, Duration later, boolean updating) {
    FunctionHistory function = history(published, Set.of("2"));

    assertThat(new VersionCleanup(List.of(function), NOW.plus(later)).isUpdating())
        .isEqualTo(updating);
  }

  private static VersionCleanup cleanup(FunctionHistory function) {
    return new VersionCleanup(List.of(function), NOW);
  }

  private static FunctionHistory history(String published, Set<String> referenced) {
    List<Integer> days = Arrays.stream(published.split(" ")).map(Integer::valueOf).toList();
    return new FunctionHistory(
        "f",
        IntStream.range(0, days.size())
            .mapToObj(
                i ->
                    new FunctionHistory.PublishedVersion(
                        "" + (i + 1), NOW.minus(Duration.ofDays(days.get(i)))))
            .toList(),
        referenced);
  }
}
