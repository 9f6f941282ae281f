package dev.coalmine.embedded.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as trees, and back. */
class RecordTreesTest {
  private record WholeRecord(
      String text,
      int count,
      long size,
      double share,
      boolean flag,
      Instant at,
      Duration time,
      DayOfWeek day,
      Optional<InnerRecord> inner,
      Optional<String> none,
      List<InnerRecord> all,
      Map<String, Double> shares,
      SortedMap<String, String> sorted,
      Object tree) {}

  private record InnerRecord(String name, int positive) {
    private InnerRecord {
      if (positive < 1) {
        throw new IllegalArgumentException("positive must be above 0, not " + positive);
      }
    }
  }

  @Test
  void aRecordReadsAsItWasWritten() {
    WholeRecord whole =
        new WholeRecord(
            "ö\"",
            -1,
            1L << 40,
            0.1,
            true,
            Instant.parse("2026-03-01T00:00:00.123456789Z"),
            Duration.ofMillis(1),
            DayOfWeek.MONDAY,
            Optional.of(new InnerRecord("a", 1)),
            Optional.empty(),
            List.of(new InnerRecord("b", 2), new InnerRecord("c", 3)),
            Map.of("x", 1.0),
            new TreeMap<>(Map.of("k", "v")),
            Map.of("any", List.of(1, "two", true)));
    Object tree = Json.parse(Json.toText(RecordTrees.write(whole)));
    assertThat(RecordTrees.read(WholeRecord.class, tree, "it")).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                  | it must be an object, not []
          {"positive": 1}                     | it.name must be a text, and is absent
          {"name": 5, "positive": 1}          | it.name must be a text, not 5
          {"name": "a", "positive": "1"}      | it.positive must be a number, not 1
          {"name": "a", "positive": 0}        | it: positive must be above 0, not 0
          """)
  void whatDoesNotFitIsNamed(String json, String fault) {
    assertThatThrownBy(() -> RecordTrees.read(InnerRecord.class, Json.parse(json), "it"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          at   | 5        | it.at must be a text, not 5
          at   | "now"    | it.at: not a time: "now"
          day  | "Monday" | it.day must be a DayOfWeek, not Monday
          flag | "yes"    | it.flag must be true or false, not yes
          all  | [{}]     | it.all[0].name must be a text, and is absent
          """)
  void thePlaceOfAFaultIsNamed(String member, String json, String fault) {
    Map<String, Object> tree =
        new TreeMap<>(
            Map.of(
                "text",
                "",
                "count",
                1,
                "size",
                1,
                "share",
                1,
                "flag",
                true,
                "at",
                "2026-03-01T00:00:00Z",
                "time",
                "PT1S",
                "day",
                "MONDAY"));
    tree.put("all", List.of());
    tree.put(member, Json.parse(json));
    assertThatThrownBy(() -> RecordTrees.read(WholeRecord.class, tree, "it")).hasMessage(fault);
  }
}
