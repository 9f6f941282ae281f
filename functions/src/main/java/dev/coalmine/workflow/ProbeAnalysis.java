package dev.coalmine.workflow;

import static dev.coalmine.workflow.MetricsGate.numbers;
import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.ProbeMemory;
import dev.coalmine.release.ProbeReading;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.target.Weight;
import dev.coalmine.text.NumberText;
import dev.coalmine.workflow.CountedMinutes.CountSource;
import dev.coalmine.workflow.CountedMinutes.CountedMinute;
import java.util.List;
import java.util.Optional;

/**
 * Judges the probes of one target in one look, minute by minute. Both versions get the same number
 * of them, so the judge sees a canary at 50 %, whatever weight the release has.
 */
final class ProbeAnalysis {
  /** Both versions get the same number of probes. */
  private static final Weight HALF = new Weight(50);

  /** Minutes after which CloudWatch has a minute's counts, unless it is late. */
  private static final int SETTLED = 5;

  /** Probes of the baseline from which on their failures speak against the probe. */
  private static final double ENOUGH = 10;

  /** The share of the baseline's probes that fail if the probe is at fault. */
  private static final double FAULTY = 0.2;

  /** How many times more probes one version may have than the other. */
  private static final double UNEQUAL = 2;

  /** Minutes of orders without a counted probe after which something is wrong. */
  private static final int MISSED = 8;

  private final Release release;
  private final ProbeMemory memory;
  private final Judge judge;
  private final long now;
  private JudgeState state;
  private long counted;
  private CountedMinutes recent;
  private Optional<JudgeResult> result = Optional.empty();
  private MetricSample sample;

  /**
   * An analysis that continues from what the last look remembered.
   *
   * @param now the minute of this look, since the epoch
   */
  ProbeAnalysis(Release release, ProbeMemory memory, Judge judge, long now) {
    this.release = release;
    this.memory = memory;
    this.judge = judge;
    this.now = now;
    this.counted = memory.lastCountedMinute();
    this.recent = CountedMinutes.of(memory.recentMinutes(), counted);
    this.state =
        JudgeState.of(memory.judgeState().stream().mapToDouble(Double::doubleValue).toArray());
    this.sample = MetricSample.awaiting(start(counted + 1));
  }

  /** The counted minutes whose longest invocations may not have ended yet. */
  private List<CountedMinute> changeable() {
    return recent.minutes().stream()
        .filter(minute -> now - minute.minute() <= CountedMinutes.KEPT + 1)
        .toList();
  }

  /** The first minute to read: one that is new, or one that CloudWatch may have added to. */
  long firstMinute() {
    return changeable().stream().mapToLong(CountedMinute::minute).min().orElse(counted + 1);
  }

  /** Counts what CloudWatch has added to counted minutes, and judges the new ones. */
  void accept(CountsByMinute found, long last) {
    changeable().forEach(was -> revise(was, revised(was, found)));
    long m = counted + 1;
    while (m <= last && isComplete(m, found) && !state.isRolledBack()) {
      judgeMinute(
          m,
          count(TrafficSlice.PROBED_CANARY, m, found).orElse(RequestCounts.NONE),
          count(TrafficSlice.PROBED_BASELINE, m, found).orElse(RequestCounts.NONE));
      m++;
    }
  }

  private static Optional<RequestCounts> count(TrafficSlice side, long m, CountsByMinute found) {
    return found.find(side, start(m));
  }

  /** Whether CloudWatch has both sides of a minute, or is not going to have more of it. */
  private boolean isComplete(long m, CountsByMinute found) {
    boolean both =
        count(TrafficSlice.PROBED_CANARY, m, found).isPresent()
            && count(TrafficSlice.PROBED_BASELINE, m, found).isPresent();
    return both || now - m >= SETTLED;
  }

  private static CountedMinute revised(CountedMinute was, CountsByMinute found) {
    return was.with(
        atLeast(was.canary(), count(TrafficSlice.PROBED_CANARY, was.minute(), found)),
        atLeast(was.baseline(), count(TrafficSlice.PROBED_BASELINE, was.minute(), found)));
  }

  private static RequestCounts atLeast(RequestCounts was, Optional<RequestCounts> is) {
    return is.map(counts -> was.plus(counts.minus(was))).orElse(was);
  }

  private void revise(CountedMinute was, CountedMinute is) {
    if (is.equals(was)) {
      return;
    }
    state =
        judge.revise(
            state,
            new Observation(was.minute(), was.canary(), was.baseline()),
            new Observation(is.minute(), is.canary(), is.baseline()));
    recent = recent.with(is);
    sample = sample.plusLate(is.canary().minus(was.canary()), is.baseline().minus(was.baseline()));
  }

  private void judgeMinute(long m, RequestCounts canary, RequestCounts baseline) {
    counted = m;
    recent = recent.plus(new CountedMinute(m, HALF.percent(), CountSource.SPLIT, canary, baseline));
    if (canary.requests() + baseline.requests() == 0) {
      return; // none were sent
    }
    Observation seen = new Observation(m, canary, baseline);
    JudgeState held = state.withWeight(HALF);
    JudgeResult next =
        release.plan().isPaced()
            ? judge.judgePaced(held, now, seen)
            : judge.judgeFixedPlan(held, now, seen, HALF);
    state = next.state();
    result = Optional.of(next);
    sample = sample.plus(canary, baseline, state.testProgress(release.scope()));
  }

  /** The opinion of the probes. */
  ProbeReading reading() {
    Optional<JudgeResult> last = result.or(() -> judge.failure(state.withWeight(HALF)));
    if (last.isEmpty()) {
      return reading(Verdict.INCONCLUSIVE, waitText());
    }
    return faultText()
        .map(fault -> reading(Verdict.INCONCLUSIVE, fault))
        .orElseGet(() -> reading(opinion(last.get()), reason(last.get())));
  }

  private ProbeReading reading(Verdict opinion, String reason) {
    return new ProbeReading(
        opinion,
        reason,
        release.plan().isPaced() ? release.plan().skipWeight(release.weight()) : Weight.ALL,
        memory.counted(numbers(state), counted, recent.numbers()),
        sample);
  }

  private String waitText() {
    if (state.canary().requests() + state.baseline().requests() > 0) {
      return "no new complete minute" + judge.soFarText(state);
    }
    return memory.sent() < MISSED * release.settings().probe().requests(1)
        ? "none counted yet"
        : "%s were ordered, but none counted: the log of SendProbes says why"
            .formatted(NumberText.grouped((double) memory.sent()));
  }

  /** Why the probe and not the canary is at fault; empty if it is not. */
  private Optional<String> faultText() {
    RequestCounts canary = state.canary();
    RequestCounts baseline = state.baseline();
    double more = Math.max(canary.requests(), baseline.requests());
    if (more >= ENOUGH && more > UNEQUAL * Math.min(canary.requests(), baseline.requests())) {
      return Optional.of(
          "the canary's version got %s, the baseline's %s, so they cannot be compared: the probe's fault"
              .formatted(
                  NumberText.grouped(canary.requests()), NumberText.grouped(baseline.requests())));
    }
    if (baseline.requests() >= ENOUGH && baseline.errors() >= FAULTY * baseline.requests()) {
      return Optional.of(
          "%s of %s of the baseline fail, and %s of %s of the canary: the probe's fault, no opinion"
              .formatted(
                  NumberText.grouped(baseline.errors()),
                  NumberText.grouped(baseline.requests()),
                  NumberText.grouped(canary.errors()),
                  NumberText.grouped(canary.requests())));
    }
    return Optional.empty();
  }

  /** For a pace by evidence, a PASS is as sure as for the promotion of a canary at 50 %. */
  private Verdict opinion(JudgeResult last) {
    boolean passes =
        release.plan().isPaced()
            ? last.weight().equals(Weight.ALL)
            : last.verdict() == Verdict.PASS;
    if (last.verdict() == Verdict.FAIL) {
      return Verdict.FAIL;
    }
    return passes ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  /** The judge's reason without the weight, which is not the release's. */
  private static String reason(JudgeResult last) {
    return last.verdict() == Verdict.FAIL
        ? last.reason().replaceFirst(", at weight \\d+", "")
        : MinuteFindings.counts(last.reason()).replaceFirst(", at weight \\d+", "");
  }
}
