package dev.coalmine.cli.judgeprotocol;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.judge.BaselineHistory;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import dev.coalmine.text.Quote;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.jr.ob.JSON;

/**
 * One line of the judge protocol. Unknown fields are ignored. A number that is missing or null was
 * not measured.
 *
 * @param fields of the line's JSON object
 */
record JudgeMessage(Map<?, ?> fields) {
  private static final int DELAY = 2; // minutes until a minute's counts are complete

  // Python's json writes NaN and Infinity; the judge bounds them.
  private static final JSON JR =
      JSON.builder(JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .build();

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not one JSON object
   */
  static JudgeMessage parse(String line) {
    try (JsonParser parser = JR.createParser(line)) {
      Object tree = JR.anyFrom(parser);
      Json.requireEnd(parser);
      if (tree instanceof Map<?, ?> fields) {
        return new JudgeMessage(fields);
      }
      throw new IllegalArgumentException("not a JSON object");
    } catch (JacksonException e) {
      throw new IllegalArgumentException(Json.notJson(e), e);
    }
  }

  String type() {
    return String.valueOf(fields.get("type"));
  }

  String id() {
    Object id = fields.get("id");
    if (id instanceof String || id instanceof Number) {
      return id.toString();
    }
    throw new IllegalArgumentException("id must be a string or a number, not " + Quote.of(id));
  }

  Judge judge() {
    Object plan = fields.get("plan");
    JudgeProfile profile =
        switch (plan == null ? "paced" : plan.toString()) {
          case "paced" -> JudgeProfile.PACED;
          case "thorough" -> JudgeProfile.THOROUGH;
          default ->
              throw new IllegalArgumentException(
                  "plan must be paced or thorough, not " + Quote.of(plan));
        };
    return new Judge(profile, ladder(), MetricScope.ALL);
  }

  private WeightLadder ladder() {
    List<?> weights = list(fields, "grid");
    return weights.isEmpty()
        ? WeightLadder.DEFAULT
        : WeightLadder.of(
            weights.stream()
                .mapToDouble(JudgeMessage::number)
                .filter(weight -> weight == Math.rint(weight))
                .mapToInt(weight -> (int) weight)
                .toArray());
  }

  BaselineHistory history() {
    return new BaselineHistory(
        list(fields, "history").stream().map(JudgeMessage::minute).toList(),
        RuntimeWarmUp.of(runtime()));
  }

  private String runtime() {
    Object runtime = fields.get("runtime");
    if (runtime == null || runtime instanceof String) {
      return runtime == null ? "" : (String) runtime;
    }
    throw new IllegalArgumentException(
        "runtime must be text such as python3.13, not " + Quote.of(runtime));
  }

  private static RequestCounts minute(Object row) {
    if (row instanceof List<?> numbers) {
      double slow = at(numbers, 3);
      return new RequestCounts(
          at(numbers, 0),
          at(numbers, 1),
          at(numbers, 2),
          ThresholdCounts.ofP90(Double.isNaN(slow) ? 0 : slow));
    }
    throw new IllegalArgumentException(
        "history must have rows of four numbers, not " + Quote.of(row));
  }

  boolean hasData() {
    return fields.get("data") != null;
  }

  /** The minute of this tick; if missing, the first one in which its data can be complete. */
  long minute(Observation observation) {
    double minute = number(fields.get("minute"));
    return Double.isNaN(minute) ? observation.minute() + DELAY : (long) minute;
  }

  Observation observation() {
    Map<?, ?> data = map(fields, "data");
    double minute = number(data.get("minute"));
    if (Double.isNaN(minute)) {
      minute = number(fields.get("minute")) - DELAY;
    }
    if (Double.isNaN(minute)) {
      throw new IllegalArgumentException("minute is missing");
    }
    return new Observation((long) minute, counts(data, "canary"), counts(data, "baseline"));
  }

  private static RequestCounts counts(Map<?, ?> data, String name) {
    Map<?, ?> version = map(data, name);
    List<?> above = list(version, "above");
    return new RequestCounts(
        number(version.get("requests")),
        number(version.get("errors")),
        number(version.get("durations")),
        new ThresholdCounts(at(above, 0), at(above, 1), at(above, 2), at(above, 3), at(above, 4)));
  }

  private static double at(List<?> numbers, int index) {
    return index < numbers.size() ? number(numbers.get(index)) : Double.NaN;
  }

  private static double number(Object value) {
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("expected a number, found " + Quote.of(value));
  }

  private static List<?> list(Map<?, ?> in, String name) {
    Object value = in.get(name);
    if (value == null || value instanceof List<?>) {
      return value == null ? List.of() : (List<?>) value;
    }
    throw new IllegalArgumentException(name + " must be a list, not " + Quote.of(value));
  }

  private static Map<?, ?> map(Map<?, ?> in, String name) {
    Object value = in.get(name);
    if (value == null || value instanceof Map<?, ?>) {
      return value == null ? Map.of() : (Map<?, ?>) value;
    }
    throw new IllegalArgumentException(name + " must be an object, not " + Quote.of(value));
  }
}
