package dev.coalmine.workflow;

import static dev.coalmine.text.NumberText.percent;
import static dev.coalmine.workflow.MetricsGate.minute;
import static dev.coalmine.workflow.MetricsGate.numbers;
import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.InconclusiveKind;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.Verdict;
import dev.coalmine.target.MetricSource.MetricSourceKind;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges the minutes of one target in one look, one after the other. */
final class MinuteAnalysis {
  /** Minutes after which CloudWatch has a minute's counts, unless it is late. */
  private static final int SETTLED = 5;

  /** Minutes without counts are unknown, and not quiet, if chance is below this. */
  private static final double SURPRISING = 0.01;

  /** Minutes of unknown counts after which a canary goes back to the first weight. */
  private static final int MOST_UNKNOWN = 10;

  /** Expected requests a minute from which on the canary must have counts. */
  private static final double EXPECTED = 20;

  /** Minutes in a row without counts that fail the canary. */
  private static final int MOST_MISSING = 3;

  private final Release release;
  private final TargetProgress part;
  private final Judge judge;
  private final long now;
  private JudgeState state;
  private long counted;
  private CountedMinutes recent;
  private int missing;
  private double expected;
  private SampleRatioCheck sampleRatio;
  private Optional<JudgeResult> result = Optional.empty();
  private Optional<String> waitReason = Optional.empty();
  private boolean isUnknown;
  private MetricSample sample;

  MinuteAnalysis(Release release, TargetProgress part, Judge judge, long first, Instant now) {
    AnalysisMemory memory = part.memory();
    this.release = release;
    this.part = part;
    this.judge = judge;
    this.sample = MetricSample.awaiting(start(first));
    this.now = minute(now);
    this.counted = memory.lastCountedMinute();
    this.recent = CountedMinutes.of(memory.recentMinutes(), counted);
    this.missing = memory.missingMinutes();
    this.sampleRatio = memory.sampleRatio();
    this.state =
        JudgeState.of(memory.judgeState().stream().mapToDouble(Double::doubleValue).toArray())
            .withWeight(release.weight());
    this.expected = state.expectedRequests();
  }

  /** Not after a lower weight, since later minutes were measured at the old one. */
  boolean canContinue() {
    return waitReason.isEmpty() && state.weight().compareTo(release.weight()) >= 0;
  }

  /** The first counted minute that CloudWatch may have added to since. */
  long firstChangeable() {
    return changeable().stream()
        .mapToLong(CountedMinutes.CountedMinute::minute)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * Lambda reports an invocation when it ends. While the canary has all requests, the counts of
   * minutes with two versions are no longer read.
   */
  private List<CountedMinutes.CountedMinute> changeable() {
    MetricSourceKind kind = part.metricSource().kind();
    boolean ofLambda = kind == MetricSourceKind.VERSIONS || kind == MetricSourceKind.QUALIFIERS;
    return ofLambda
        ? recent.changeableAt(now).stream()
            .filter(minute -> minute.isWhole() == release.weight().equals(Weight.ALL))
            .toList()
        : List.of();
  }

  /** Counts what CloudWatch has added to minutes that were counted before. */
  void revise(MinuteCounts counts) {
    for (CountedMinutes.CountedMinute was : changeable()) {
      CountedMinutes.CountedMinute is = counts.revised(was);
      if (!is.equals(was)) {
        revise(was, is);
      }
    }
  }

  private void revise(CountedMinutes.CountedMinute was, CountedMinutes.CountedMinute is) {
    RequestCounts canary = is.canary().minus(was.canary());
    RequestCounts baseline = is.baseline().minus(was.baseline());
    state =
        judge.revise(
            state,
            new Observation(was.minute(), was.canary(), was.baseline()),
            new Observation(is.minute(), is.canary(), is.baseline()));
    recent = recent.with(is);
    sample = sample.plusLate(canary, baseline);
    if (was.weight() > 0 && part.metricSource().complete()) {
      sampleRatio =
          sampleRatio.plus(
              canary.requests(), canary.requests() + baseline.requests(), new Weight(was.weight()));
    }
    missing = canary.requests() > 0 ? 0 : missing;
  }

  /** Judges one more minute, or finds why it can't be judged yet. */
  void accept(long m, MinuteCounts counts) {
    Optional<RequestCounts> canary = counts.canary(m);
    Optional<RequestCounts> baseline = counts.baseline(m);
    boolean settled = now - m >= SETTLED;
    if (canary.isEmpty() && baseline.isEmpty()) {
      acceptEmpty(m, settled, counts);
      return;
    }
    expected = expectedRequests(baseline.orElse(RequestCounts.NONE));
    boolean due =
        !part.metricSource().hasCanaryMetrics()
            || (MinuteCounts.isWeightInForce(release, m) && expected >= EXPECTED);
    if (canary.isEmpty() && due && !settled) {
      waitReason = Optional.of(notYetText(m));
      return;
    }
    if (canary.isEmpty() && due && part.metricSource().complete()) {
      missing++;
      waitReason = Optional.of(missingText());
      count(m, RequestCounts.NONE, RequestCounts.NONE);
      return;
    }
    judgeMinute(m, canary.orElse(RequestCounts.NONE), baseline.orElse(RequestCounts.NONE));
  }

  /** A minute without counts on either side had no callers, or CloudWatch does not show them. */
  private void acceptEmpty(long m, boolean settled, MinuteCounts counts) {
    if (!settled) {
      waitReason = Optional.of(notYetText(m));
    } else if (counts.hasLater(m) || isUsual(m)) {
      judgeMinute(m, RequestCounts.NONE, RequestCounts.NONE);
    } else {
      isUnknown = true;
      waitReason =
          Optional.of(
              "CloudWatch has no requests since %s, though there used to be some in %s of the minutes: unknown, not zero"
                  .formatted(start(m), percent(1 - part.memory().quietShare())));
    }
  }

  /** Whether so many minutes without requests in a row are usual for this target. */
  private boolean isUsual(long m) {
    long last = now - part.metricSource().minutesUntilComplete();
    double run = recent.quietMinutes() + (last - m) + 1.0;
    return Math.pow(part.memory().quietShare(), run) >= SURPRISING;
  }

  /** Requests of the canary that the baseline's of the same minute predict. */
  private double expectedRequests(RequestCounts baseline) {
    double share = release.weight().percent() / 100.0;
    return part.metricSource().complete() && share < 1
        ? baseline.requests() * share / (1 - share)
        : state.expectedRequests();
  }

  private void judgeMinute(long m, RequestCounts canary, RequestCounts baseline) {
    missing = 0;
    count(m, canary, baseline);
    Observation seen = new Observation(m, canary, baseline);
    if (MinuteCounts.isWeightInForce(release, m) && part.metricSource().complete()) {
      sampleRatio = sampleRatio.plus(seen.canary().requests(), seen.requests(), release.weight());
    }
    // The last minute sets the weight: this weight was in force in all minutes before it.
    JudgeState held = state.withWeight(release.weight());
    JudgeResult next =
        isPaced()
            ? judge.judgePaced(held, now, seen)
            : judge.judgeFixedPlan(held, now, seen, release.weight());
    state = next.state();
    result = Optional.of(next);
    sample = sample.plus(seen.canary(), seen.baseline(), state.testProgress(release.scope()));
  }

  private void count(long m, RequestCounts canary, RequestCounts baseline) {
    int weight = MinuteCounts.isWeightInForce(release, m) ? release.weight().percent() : 0;
    counted = m;
    recent = recent.plus(new CountedMinutes.CountedMinute(m, weight, canary, baseline));
  }

  /** Whether the evidence of this target sets the weight. */
  private boolean isPaced() {
    return release.plan().isPaced() && part.metricSource().hasCanaryMetrics();
  }

  /**
   * The reading while CloudWatch does not tell what it should. The weight does not rise, and after
   * some minutes a canary beside a baseline goes back to the lowest one.
   */
  MetricReading unknown(String why) {
    long minutes = now - part.metricSource().minutesUntilComplete() - counted;
    Weight lowest = WeightLadder.DEFAULT.lowest();
    boolean back =
        isPaced()
            && minutes > MOST_UNKNOWN
            && !release.weight().equals(Weight.ALL)
            && release.weight().compareTo(lowest) > 0;
    return reading(
            back ? "%s; the weight drops to %s until it is known".formatted(why, lowest) : why,
            back ? lowest : release.weight())
        .inconclusive(InconclusiveKind.UNKNOWN);
  }

  private MetricReading reading(String why, Weight allowed) {
    return new MetricReading(Verdict.INCONCLUSIVE, why, allowed, memory(), sample);
  }

  MetricReading reading() {
    if (missing >= MOST_MISSING) {
      return new MetricReading(
          Verdict.FAIL, missingText(), Weight.NONE, memory(), sample, RollbackCause.NO_TRAFFIC);
    }
    if (result.isEmpty()) {
      String why = waitReason.orElse("no new complete minute");
      return isUnknown ? unknown(why) : reading(why, release.weight());
    }
    JudgeResult last = result.get();
    Weight next = isPaced() ? last.weight() : fixedPlanWeight(last);
    String reason = reason(last);
    Optional<String> mismatch = sampleRatio.mismatch();
    if (mismatch.isPresent() && last.verdict() != Verdict.FAIL) {
      next = next.compareTo(release.weight()) > 0 ? release.weight() : next;
      return reading(mismatch.get() + "; " + reason, next).inconclusive(InconclusiveKind.DOUBTFUL);
    }
    MetricReading reading =
        new MetricReading(
            last.verdict(), reason + neededText(last), next, memory(), sample, last.cause());
    return isDoubtful(last) ? reading.inconclusive(InconclusiveKind.DOUBTFUL) : reading;
  }

  /** Whether enough was measured for a verdict, and it is neither PASS nor FAIL. */
  private boolean isDoubtful(JudgeResult last) {
    return last.verdict() == Verdict.INCONCLUSIVE && state.hasSeenEnough() && state.isCompared();
  }

  /** The evidence does not set the weight, but the weight does not rise before a PASS. */
  private Weight fixedPlanWeight(JudgeResult last) {
    return last.verdict() == Verdict.PASS ? Weight.ALL : release.weight();
  }

  /** The judge's reason without the weight, which the release adds itself. */
  private String reason(JudgeResult last) {
    String reason = last.reason().replaceFirst(", at weight \\d+", "");
    return part.metricSource().hasCanaryMetrics()
        ? reason
        : "all requests of the stage, compared with the hours before the release: "
            + (release.plan().isPaced()
                ? reason.replace("; the plan sets the weight", "")
                : reason);
  }

  private String neededText(JudgeResult last) {
    if (last.verdict() != Verdict.INCONCLUSIVE || isPaced()) {
      return "";
    }
    if (!state.hasSeenEnough()) {
      return "; " + state.neededText();
    }
    return state.isCompared() ? "" : "; there are no requests of the baseline to compare with";
  }

  private static String notYetText(long m) {
    return "minute " + start(m) + " is not in CloudWatch yet";
  }

  private String missingText() {
    return "the canary should have received %.0f requests per minute, but received none for %d min"
        .formatted(expected, missing);
  }

  private AnalysisMemory memory() {
    return new AnalysisMemory(
        part.memory().thresholds(),
        numbers(state),
        counted,
        missing,
        sampleRatio,
        part.memory().quietShare(),
        recent.numbers());
  }
}
