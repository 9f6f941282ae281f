package dev.coalmine.document;

import dev.coalmine.release.AlarmState;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.AnalysisResult;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.ProbeMemory;
import dev.coalmine.release.QuietMinutes;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.Verdict;

/**
 * What looks found, and what they remember, as JSON. Each record is read and written component by
 * component, as jackson-jr does: fields are written by the order of their names.
 */
final class AnalysisCodec {
  private AnalysisCodec() {}

  static AnalysisMemory readAnalysisMemory(TreeFields from) {
    return from == null
        ? null
        : new AnalysisMemory(
            from.numbers("thresholds"),
            from.numbers("judgeState"),
            from.longWhole("lastCountedMinute"),
            from.whole("missingMinutes"),
            readSampleRatioCheck(from.object("sampleRatio")),
            readQuietMinutes(from.object("quietMinutes")),
            from.flag("passed"),
            from.numbers("recentMinutes"),
            readProbeMemory(from.object("probe")));
  }

  static void writeAnalysisMemory(JsonBuilder out, String field, AnalysisMemory analysisMemory) {
    if (out.begin(field, analysisMemory)) {
      out.put("judgeState", analysisMemory.judgeState());
      out.put("lastCountedMinute", analysisMemory.lastCountedMinute());
      out.put("missingMinutes", analysisMemory.missingMinutes());
      out.put("passed", analysisMemory.passed());
      writeProbeMemory(out, "probe", analysisMemory.probe());
      writeQuietMinutes(out, "quietMinutes", analysisMemory.quietMinutes());
      out.put("recentMinutes", analysisMemory.recentMinutes());
      writeSampleRatioCheck(out, "sampleRatio", analysisMemory.sampleRatio());
      out.put("thresholds", analysisMemory.thresholds());
      out.end();
    }
  }

  static SampleRatioCheck readSampleRatioCheck(TreeFields from) {
    return from == null
        ? null
        : new SampleRatioCheck(
            from.number("canary"), from.number("expected"), from.number("variance"));
  }

  static void writeSampleRatioCheck(
      JsonBuilder out, String field, SampleRatioCheck sampleRatioCheck) {
    if (out.begin(field, sampleRatioCheck)) {
      out.put("canary", sampleRatioCheck.canary());
      out.put("expected", sampleRatioCheck.expected());
      out.put("variance", sampleRatioCheck.variance());
      out.end();
    }
  }

  static QuietMinutes readQuietMinutes(TreeFields from) {
    return from == null
        ? null
        : new QuietMinutes(
            from.whole("minutes"), from.whole("quiet"), from.whole("longest"), from.whole("run"));
  }

  static void writeQuietMinutes(JsonBuilder out, String field, QuietMinutes quietMinutes) {
    if (out.begin(field, quietMinutes)) {
      out.put("longest", quietMinutes.longest());
      out.put("minutes", quietMinutes.minutes());
      out.put("quiet", quietMinutes.quiet());
      out.put("run", quietMinutes.run());
      out.end();
    }
  }

  static ProbeMemory readProbeMemory(TreeFields from) {
    return from == null
        ? null
        : new ProbeMemory(
            from.numbers("judgeState"),
            from.longWhole("lastCountedMinute"),
            from.numbers("recentMinutes"),
            from.longWhole("sentThrough"),
            from.longWhole("sent"));
  }

  static void writeProbeMemory(JsonBuilder out, String field, ProbeMemory probeMemory) {
    if (out.begin(field, probeMemory)) {
      out.put("judgeState", probeMemory.judgeState());
      out.put("lastCountedMinute", probeMemory.lastCountedMinute());
      out.put("recentMinutes", probeMemory.recentMinutes());
      out.put("sent", probeMemory.sent());
      out.put("sentThrough", probeMemory.sentThrough());
      out.end();
    }
  }

  static AnalysisResult readAnalysisResult(TreeFields from) {
    return from == null
        ? null
        : new AnalysisResult(
            from.word("verdict", Verdict.class),
            from.text("reason"),
            from.flag("incomplete"),
            from.list("samples", AnalysisCodec::readMetricSample),
            from.list("alarmFindings", AnalysisCodec::readAlarmFinding),
            from.word("cause", RollbackCause.class),
            from.list("probes", AnalysisCodec::readMetricSample));
  }

  static void writeAnalysisResult(JsonBuilder out, String field, AnalysisResult analysisResult) {
    if (out.begin(field, analysisResult)) {
      if (out.open("alarmFindings", analysisResult.alarmFindings())) {
        for (AnalysisResult.AlarmFinding each : analysisResult.alarmFindings()) {
          writeAlarmFinding(out, "", each);
        }
        out.close();
      }
      out.put("cause", analysisResult.cause());
      out.put("incomplete", analysisResult.incomplete());
      if (out.open("probes", analysisResult.probes())) {
        for (MetricSample each : analysisResult.probes()) {
          writeMetricSample(out, "", each);
        }
        out.close();
      }
      out.put("reason", analysisResult.reason());
      if (out.open("samples", analysisResult.samples())) {
        for (MetricSample each : analysisResult.samples()) {
          writeMetricSample(out, "", each);
        }
        out.close();
      }
      out.put("verdict", analysisResult.verdict());
      out.end();
    }
  }

  static MetricSample readMetricSample(TreeFields from) {
    return from == null
        ? null
        : new MetricSample(
            from.instant("from"),
            from.whole("minutes"),
            readRequestCounts(from.object("canary")),
            readRequestCounts(from.object("baseline")),
            from.list("tests", AnalysisCodec::readTestProgress));
  }

  static void writeMetricSample(JsonBuilder out, String field, MetricSample metricSample) {
    if (out.begin(field, metricSample)) {
      writeRequestCounts(out, "baseline", metricSample.baseline());
      writeRequestCounts(out, "canary", metricSample.canary());
      out.put("from", metricSample.from());
      out.put("minutes", metricSample.minutes());
      if (out.open("tests", metricSample.tests())) {
        for (MetricSample.TestProgress each : metricSample.tests()) {
          writeTestProgress(out, "", each);
        }
        out.close();
      }
      out.end();
    }
  }

  static RequestCounts readRequestCounts(TreeFields from) {
    return from == null
        ? null
        : new RequestCounts(
            from.number("requests"),
            from.number("errors"),
            from.number("durations"),
            from.counts("above"));
  }

  static void writeRequestCounts(JsonBuilder out, String field, RequestCounts requestCounts) {
    if (out.begin(field, requestCounts)) {
      out.put("above", requestCounts.above());
      out.put("durations", requestCounts.durations());
      out.put("errors", requestCounts.errors());
      out.put("requests", requestCounts.requests());
      out.end();
    }
  }

  static MetricSample.TestProgress readTestProgress(TreeFields from) {
    return from == null
        ? null
        : new MetricSample.TestProgress(
            from.text("name"), from.number("evidence"), from.number("threshold"));
  }

  static void writeTestProgress(
      JsonBuilder out, String field, MetricSample.TestProgress testProgress) {
    if (out.begin(field, testProgress)) {
      out.put("evidence", testProgress.evidence());
      out.put("name", testProgress.name());
      out.put("threshold", testProgress.threshold());
      out.end();
    }
  }

  static AnalysisResult.AlarmFinding readAlarmFinding(TreeFields from) {
    return from == null
        ? null
        : new AnalysisResult.AlarmFinding(
            from.text("name"),
            from.word("state", AlarmState.class),
            from.instant("since"),
            from.flag("byHistory"));
  }

  static void writeAlarmFinding(
      JsonBuilder out, String field, AnalysisResult.AlarmFinding alarmFinding) {
    if (out.begin(field, alarmFinding)) {
      out.put("byHistory", alarmFinding.byHistory());
      out.put("name", alarmFinding.name());
      out.put("since", alarmFinding.since());
      out.put("state", alarmFinding.state());
      out.end();
    }
  }
}
