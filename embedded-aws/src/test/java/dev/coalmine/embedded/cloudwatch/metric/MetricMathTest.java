package dev.coalmine.embedded.cloudwatch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricMathTest {
  /** Three periods: a has 1, 2 and nothing; b has 10, nothing and 30; z has 0 in the first. */
  private static final Map<String, MetricValue> VALUES =
      Map.of(
          "a", new MetricValue.TimeSeries(series(Map.of(0L, 1.0, 60L, 2.0))),
          "b", new MetricValue.TimeSeries(series(Map.of(0L, 10.0, 120L, 30.0))),
          "z", new MetricValue.TimeSeries(series(Map.of(0L, 0.0, 60L, 4.0))));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a + 1               ; 2 3 -",
        "1 - a * 2 ^ 2       ; -3 -7 -",
        "(1 - a) * 2         ; 0 -2 -",
        "-a                  ; -1 -2 -",
        "--a / -2            ; -0.5 -1 -",
        "a + b               ; 11 - -",
        "b / a               ; 10 - -",
        "a / z               ; - 0.5 -",
        "FILL(a, 0)          ; 1 2 0",
        "FILL(a, b)          ; 1 2 30",
        "FILL(b, 0) / FILL(a, 1) ; 10 0 30",
        "IF(a > 1, a, 0)     ; 0 2 -",
        "IF(a >= 1 AND a < 2, 7, 8) ; 7 8 -",
        "IF(a == 1 || a != 1, b) ; 10 - -",
        "IF(1, a, b)         ; 1 2 -",
        "100 * z / a         ; 0 200 -",
        "SUM([a, b])         ; 11 2 30",
        "MAX([a, z])         ; 1 4 -",
        "MIN([a, z])         ; 0 2 -",
        "AVG([a, b])         ; 5.5 2 30",
        "a / SUM(a) * 3      ; 1 2 -",
        "a - AVG(a)          ; -0.5 0.5 -",
        "ABS(1.5 - a)        ; 0.5 0.5 -",
        "CEIL(a / 4) + FLOOR(a / 2) ; 1 2 -",
        "a*1e1+.5e0          ; error",
        "a*1e1+0.5           ; 10.5 20.5 -",
      })
  void expressionsHaveTheirValues(String text, String expected) {
    if (expected.equals("error")) {
      assertThatThrownBy(() -> MetricMath.parse(text)).isInstanceOf(AwsError.class);
    } else {
      assertThat(points(MetricMath.parse(text))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ANOMALY_DETECTION_BAND(a) ; ANOMALY_DETECTION_BAND",
        "RATE(a)                   ; RATE",
        "SEARCH(a)                 ; SEARCH",
        "METRICS()                 ; unexpected ')'",
        "A + 1                     ; A",
        "a +                       ; ends too early",
        "(a                        ; ')'",
        "a b                       ; 'b'",
        "a # b                     ; '# b'",
        "FILL(a)                   ; FILL takes two",
        "SUM(a, b)                 ; SUM takes one",
      })
  void whatIsNotSupportedIsRefusedByName(String text, String named) {
    assertThatThrownBy(() -> MetricMath.parse(text))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"))
        .hasMessageContaining(named);
  }

  private static String points(MetricMath math) {
    MetricValue value =
        math.root()
            .value(
                new MetricMath.MathScope() {
                  @Override
                  public MetricValue of(String id) {
                    return VALUES.get(id);
                  }

                  @Override
                  public Iterable<Long> periods() {
                    return List.of(0L, 60L, 120L);
                  }

                  @Override
                  public MetricValue counted(MetricValue value) {
                    return value;
                  }
                });
    NavigableMap<Long, Double> points = MetricValue.series(value).points();
    return String.join(
        " ", List.of(text(points.get(0L)), text(points.get(60L)), text(points.get(120L))));
  }

  private static String text(Double value) {
    return value == null
        ? "-"
        : java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static NavigableMap<Long, Double> series(Map<Long, Double> points) {
    return new TreeMap<>(points);
  }
}
