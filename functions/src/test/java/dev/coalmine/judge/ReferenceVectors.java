package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.jr.ob.JSON;

/** Reads the numbers of the reference implementation. */
final class ReferenceVectors {
  // Evidence is minus infinity for as long as there is none.
  private static final JSON JR =
      JSON.builder(JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .build();

  private ReferenceVectors() {}

  static Map<?, ?> read() {
    try (InputStream in = ReferenceVectors.class.getResourceAsStream("vectors.json.gz")) {
      return JR.mapFrom(new GZIPInputStream(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<?> list(Map<?, ?> in, String name) {
    return (List<?>) in.get(name);
  }

  static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  static double[] numbers(Object list) {
    return ((List<?>) list).stream().mapToDouble(ReferenceVectors::number).toArray();
  }

  /** Requests, errors, durations and the five counts above thresholds. */
  static RequestCounts counts(double[] numbers, int from) {
    return new RequestCounts(
        numbers[from], numbers[from + 1], numbers[from + 2], above(numbers, from + 3));
  }

  static ThresholdCounts above(double[] numbers, int from) {
    return new ThresholdCounts(
        numbers[from], numbers[from + 1], numbers[from + 2], numbers[from + 3], numbers[from + 4]);
  }
}
