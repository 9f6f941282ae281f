package dev.coalmine.document;

import dev.coalmine.release.AnalysisResult;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a look in a line of the log: its new samples of each target, and its alarms. */
public final class AnalysisLogFields {
  private AnalysisLogFields() {}

  /**
   * The fields {@code metrics} and {@code alarms}, and {@code probes} of a release that has them:
   * maps, lists, texts and numbers.
   */
  public static Map<String, Object> of(Release release) {
    AnalysisResult judgement = release.analysis();
    List<Map<String, Object>> metrics = metrics(release, judgement.samples());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("metrics", metrics);
    fields.put(
        "alarms",
        judgement.alarmFindings().stream()
            .map(alarm -> map("name", alarm.name(), "state", alarm.state().name()))
            .toList());
    if (!judgement.probes().isEmpty()) {
      fields.put("probes", metrics(release, judgement.probes()));
    }
    return fields;
  }

  private static List<Map<String, Object>> metrics(Release release, List<MetricSample> samples) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (int i = 0; i < samples.size() && i < release.targetProgress().size(); i++) {
      String target = release.targetProgress().get(i).target().toString();
      metrics.add(metrics(target, samples.get(i)));
    }
    return metrics;
  }

  private static Map<String, Object> metrics(String target, MetricSample sample) {
    Map<String, Object> metrics =
        map("target", target, "from", sample.from().toString(), "minutes", sample.minutes());
    metrics.put("canary", counts(sample.canary()));
    metrics.put("baseline", counts(sample.baseline()));
    metrics.put(
        "tests",
        sample.tests().stream()
            .map(
                test ->
                    map(
                        "name", test.name(),
                        "evidence", number(test.evidence()),
                        "threshold", number(test.threshold())))
            .toList());
    return metrics;
  }

  private static Map<String, Object> counts(RequestCounts counts) {
    return map(
        "requests", number(counts.requests()),
        "errors", number(counts.errors()),
        "durations", number(counts.durations()),
        "above", counts.above().toList().stream().map(AnalysisLogFields::number).toList());
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** Whole numbers are written without a decimal point. */
  private static Number number(double number) {
    return number == Math.rint(number) ? (Number) (long) number : (Number) number;
  }
}
