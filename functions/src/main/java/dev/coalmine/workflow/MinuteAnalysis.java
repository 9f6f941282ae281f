package dev.coalmine.workflow;

import static dev.coalmine.workflow.MetricsGate.minute;
import static dev.coalmine.workflow.MetricsGate.numbers;
import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.QuietMinutes;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.MetricSource.MetricSourceKind;
import dev.coalmine.target.Weight;
import dev.coalmine.workflow.CountedMinutes.CountSource;
import dev.coalmine.workflow.CountedMinutes.CountedMinute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges the minutes of one target in one look, one after the other. */
final class MinuteAnalysis {
  /** The most minutes that a look reads; the longest poll interval is a day. */
  static final int LONGEST_GAP = 1_500;

  /** Minutes after its metrics are due from which on a minute without counts is not awaited. */
  private static final int OVERDUE = 3;

  /** Expected requests a minute from which on the canary must have counts. */
  private static final double EXPECTED = 20;

  private final Release release;
  private final TargetProgress part;
  private final Judge judge;
  private final boolean isPromoted;
  private final long now;
  private final long last;
  private final long first;
  private JudgeState state;
  private long counted;
  private CountedMinutes recent;
  private QuietMinutes quiet;
  private int missing;
  private double expected;
  private SampleRatioCheck sampleRatio;
  private Optional<JudgeResult> result = Optional.empty();
  private Optional<String> waitReason = Optional.empty();
  private boolean isUnknown;
  private MetricSample sample;

  MinuteAnalysis(Release release, TargetProgress part, Judge judge, Instant now) {
    AnalysisMemory memory = part.memory();
    this.release = release;
    this.part = part;
    this.judge = judge;
    this.isPromoted = release.weight().equals(Weight.ALL);
    this.now = minute(now);
    this.last = this.now - part.metricSource().minutesUntilComplete();
    this.counted = memory.lastCountedMinute();
    this.first = Math.max(counted + 1, last + 1 - LONGEST_GAP);
    this.sample = MetricSample.awaiting(start(first));
    this.recent = CountedMinutes.of(memory.recentMinutes(), counted);
    this.quiet = memory.quietMinutes();
    this.missing = memory.missingMinutes();
    this.sampleRatio = memory.sampleRatio();
    this.state =
        JudgeState.of(memory.judgeState().stream().mapToDouble(Double::doubleValue).toArray())
            .withWeight(release.weight());
    this.expected = state.expectedRequests();
  }

  boolean hasNewMinutes() {
    return first <= last;
  }

  /** The last minute whose metrics are due. */
  long lastMinute() {
    return last;
  }

  /** The first minute that is new, or that CloudWatch may have added to since it was counted. */
  long firstToRead() {
    return changeable().stream().mapToLong(CountedMinute::minute).reduce(first, Math::min);
  }

  /**
   * Lambda reports an invocation when it ends. Minutes that were counted by other metrics than
   * those of now, before a promotion or a step back, are not read again.
   */
  private List<CountedMinute> changeable() {
    return part.metricSource().kind() == MetricSourceKind.NOTHING
        ? List.of()
        : recent.minutes().stream()
            .filter(minute -> minute.source().isPromoted() == isPromoted)
            .toList();
  }

  /** Counts what was added to counted minutes, and judges the new ones. */
  void judge(MinuteCounts counts) {
    for (CountedMinute was : changeable()) {
      CountedMinute is = counts.revised(was);
      if (!is.equals(was)) {
        revise(was, is);
      }
    }
    for (long m = first; m <= last && canContinue(); m++) {
      accept(m, counts);
    }
  }

  /** Not after a lower weight, since later minutes were measured at the old one. */
  private boolean canContinue() {
    return waitReason.isEmpty() && state.weight().compareTo(release.weight()) >= 0;
  }

  private void revise(CountedMinute was, CountedMinute is) {
    RequestCounts canary = is.canary().minus(was.canary());
    RequestCounts baseline = is.baseline().minus(was.baseline());
    state =
        judge.revise(
            state,
            new Observation(was.minute(), was.canary(), was.baseline()),
            new Observation(is.minute(), is.canary(), is.baseline()));
    recent = recent.with(is);
    sample = sample.plusLate(canary, baseline);
    compareShare(canary, baseline, was.weight());
    missing = canary.requests() > 0 ? 0 : missing;
  }

  private void compareShare(RequestCounts canary, RequestCounts baseline, int weight) {
    if (weight > 0 && part.metricSource().complete()) {
      sampleRatio =
          sampleRatio.plus(
              canary.requests(), canary.requests() + baseline.requests(), new Weight(weight));
    }
  }

  /** Judges one more minute, or finds why it can't be judged yet. */
  private void accept(long m, MinuteCounts counts) {
    boolean awaited = now - m < part.metricSource().minutesUntilComplete() + OVERDUE;
    if (counts.isEmpty(m)) {
      acceptEmpty(m, awaited, counts);
      return;
    }
    Optional<RequestCounts> canary = counts.canary(m);
    RequestCounts baseline = counts.baseline(m).orElse(RequestCounts.NONE);
    expected = expectedRequests(baseline);
    boolean due = MinuteCounts.weightOf(release, m) > 0 && expected >= EXPECTED;
    if (canary.isEmpty() && due && awaited) {
      waitReason = Optional.of(notYetText(m));
    } else if (canary.isEmpty() && due && part.metricSource().complete()) {
      missing++;
      waitReason = Optional.of(MinuteFindings.missingText(expected, missing));
      count(m, RequestCounts.NONE, RequestCounts.NONE, false);
    } else {
      judgeMinute(m, canary.orElse(RequestCounts.NONE), baseline, false);
    }
  }

  /**
   * A minute without counts had no callers, or CloudWatch does not show them. If it shows later
   * ones, the minute is passed over; what may still come of it counts then.
   */
  private void acceptEmpty(long m, boolean awaited, MinuteCounts counts) {
    if (awaited) {
      waitReason = Optional.of(notYetText(m));
      return;
    }
    int run = counts.emptyRun(m, last);
    if (quiet.isUsual(run)) {
      judgeMinute(m, RequestCounts.NONE, RequestCounts.NONE, true);
    } else if (m + run <= last) {
      count(m, RequestCounts.NONE, RequestCounts.NONE, true);
    } else {
      isUnknown = true;
      waitReason =
          Optional.of(
              "CloudWatch shows no requests since %s, which is not usual: unknown, not zero"
                  .formatted(start(m)));
    }
  }

  /** Requests of the canary that the baseline's of the same minute predict. */
  private double expectedRequests(RequestCounts baseline) {
    double share = release.weight().percent() / 100.0;
    return part.metricSource().complete() && share < 1
        ? baseline.requests() * share / (1 - share)
        : state.expectedRequests();
  }

  private void judgeMinute(long m, RequestCounts canary, RequestCounts baseline, boolean isQuiet) {
    missing = 0;
    quiet = quiet.plus(isQuiet);
    count(m, canary, baseline, false);
    compareShare(canary, baseline, MinuteCounts.weightOf(release, m));
    Observation seen = new Observation(m, canary, baseline);
    // The last minute sets the weight: this weight was in force in all minutes before it.
    JudgeState held = state.withWeight(release.weight());
    JudgeResult next =
        MinuteFindings.isPaced(release, part)
            ? judge.judgePaced(held, now, seen)
            : judge.judgeFixedPlan(held, now, seen, release.weight());
    state = next.state();
    result = Optional.of(next);
    sample = sample.plus(seen.canary(), seen.baseline(), state.testProgress(release.scope()));
  }

  private void count(long m, RequestCounts canary, RequestCounts baseline, boolean unknown) {
    counted = m;
    recent =
        recent.plus(
            new CountedMinute(
                m,
                MinuteCounts.weightOf(release, m),
                CountSource.of(isPromoted, unknown),
                canary,
                baseline));
  }

  private static String notYetText(long m) {
    return "minute " + start(m) + " is not in CloudWatch yet";
  }

  /** The reading while CloudWatch can't be read. */
  MetricReading unknown(String why) {
    return findings().unknown(why);
  }

  MetricReading reading() {
    return isUnknown && result.isEmpty()
        ? findings().unknown(waitReason.orElseThrow())
        : findings().reading();
  }

  private MinuteFindings findings() {
    return new MinuteFindings(
        release,
        part,
        judge,
        state,
        result,
        waitReason,
        Math.max(0, last - counted),
        recent.hasUnknown(),
        expected,
        new AnalysisMemory(
            part.memory().thresholds(),
            numbers(state),
            counted,
            missing,
            sampleRatio,
            quiet,
            part.memory().passed(),
            recent.numbers(),
            part.memory().probe()),
        sample);
  }
}
