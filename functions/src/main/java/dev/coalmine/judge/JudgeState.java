package dev.coalmine.judge;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import dev.coalmine.text.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * What a judge keeps of a release between two looks. It can be written as a list of at most 130
 * numbers.
 *
 * @param historicalRates rates of the baseline before the release
 * @param rate requests a minute of both versions, exponentially smoothed
 * @param recent the baseline's last minutes beside the canary
 * @param evidence of each test
 * @param canary sums since the start of the release
 * @param baseline sums of the same minutes
 * @param progress weight and minutes
 * @param warmUp of the canary's containers
 * @param onset how the canary's errors began
 */
public record JudgeState(
    HistoricalRates historicalRates,
    double rate,
    RecentBaseline recent,
    TestEvidence evidence,
    DecayingCounts decayingCanary,
    DecayingCounts decayingBaseline,
    PromotionEvidence promotionEvidence,
    RequestCounts canary,
    RequestCounts baseline,
    PacingProgress progress,
    WarmUpProgress warmUp,
    ErrorOnset onset) {
  private static final int FORMAT = 2;
  private static final int ENOUGH_MINUTES = 3;
  private static final int ENOUGH_REQUESTS = 20;
  private static final double DOUBTED_CAP = 2; // a new container can serve a whole minute
  private static final double MOST_ODDS = 1e9;

  /** Requests of the baseline for each of the canary that make a comparison. */
  private static final double LEAST_RATIO = .1;

  private static final MathContext THREE_DIGITS = new MathContext(3);

  static JudgeState start(BaselineHistory history, int weight) {
    return new JudgeState(
        history.usual(),
        history.rate(),
        RecentBaseline.NOTHING,
        TestEvidence.none(),
        DecayingCounts.NOTHING,
        DecayingCounts.NOTHING,
        PromotionEvidence.NOTHING,
        RequestCounts.NONE,
        RequestCounts.NONE,
        PacingProgress.initial(weight),
        WarmUpProgress.initial(history.warmUp(), weight),
        ErrorOnset.NONE);
  }

  /**
   * Reads what {@link #numbers} wrote.
   *
   * @throws IllegalArgumentException if the format is unknown or numbers are missing
   */
  public static JudgeState of(double... numbers) {
    StateUnpacker in = new StateUnpacker(numbers);
    double format = in.next();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "cannot read the judge's state: its format is " + format + ", expected " + FORMAT);
    }
    return new JudgeState(
        HistoricalRates.unpack(in),
        in.next(),
        RecentBaseline.unpack(in),
        TestEvidence.unpack(in),
        DecayingCounts.unpack(in),
        DecayingCounts.unpack(in),
        PromotionEvidence.unpack(in),
        in.nextCounts(),
        in.nextCounts(),
        PacingProgress.unpack(in),
        WarmUpProgress.unpack(in),
        ErrorOnset.unpack(in));
  }

  /** The state as finite numbers of at most 12 significant digits, whole numbers exact. */
  public double[] numbers() {
    StatePacker out = new StatePacker();
    out.add(FORMAT);
    historicalRates.pack(out);
    out.add(rate);
    recent.pack(out);
    evidence.pack(out);
    decayingCanary.pack(out);
    decayingBaseline.pack(out);
    promotionEvidence.pack(out);
    out.add(canary);
    out.add(baseline);
    progress.pack(out);
    warmUp.pack(out);
    onset.pack(out);
    return out.numbers();
  }

  /** The weight in force; 0 after a rollback. */
  public Weight weight() {
    return new Weight(progress.weight());
  }

  /**
   * The same state with another weight in force, such as that of a fixed plan. Weight 0 means
   * rolled back.
   */
  public JudgeState withWeight(Weight weight) {
    return with(progress.withWeight(weight.percent()));
  }

  /** Whether the release was rolled back. */
  public boolean isRolledBack() {
    return progress.weight() == 0;
  }

  /**
   * Expected requests a minute to the canary at the weight in force: as many as were usual before
   * the release, or as there are now. What was not counted would make them fewer and fewer.
   */
  public double expectedRequests() {
    return Math.max(rate, historicalRates.requests()) * progress.weight() / 100;
  }

  /** Whether there are enough minutes and requests of the canary for a PASS. */
  public boolean hasSeenEnough() {
    return progress.canaryMinutes() >= ENOUGH_MINUTES && canary.requests() >= ENOUGH_REQUESTS;
  }

  /**
   * Whether there is something to compare the canary with: requests of the baseline beside it, or,
   * once it serves all requests, those before the release.
   */
  public boolean isCompared() {
    double beside = baseline.requests();
    boolean enough = beside >= ENOUGH_REQUESTS || beside > LEAST_RATIO * canary.requests();
    return enough || (weight().equals(Weight.ALL) && historicalRates.areKnown());
  }

  /** This scope without latency if no durations were counted, as without thresholds. */
  MetricScope measuredScope(MetricScope scope) {
    boolean durations = canary().durations() + baseline().durations() > 0;
    return durations || !scope.errors() ? scope : new MetricScope(true, false);
  }

  /** Evidence and threshold, as odds, of each test of this scope that has counts. */
  public List<MetricSample.TestProgress> testProgress(MetricScope scope) {
    MetricScope within = measuredScope(scope);
    return Arrays.stream(TestKind.values())
        .filter(test -> test.isWithin(within))
        .map(
            test ->
                new MetricSample.TestProgress(
                    test.label(), odds(evidence.log(test)), odds(test.threshold())))
        .toList();
  }

  private static double odds(double log) {
    return new BigDecimal(Math.min(Math.exp(log), MOST_ODDS)).round(THREE_DIGITS).doubleValue();
  }

  int neededMinutes() {
    return Math.max(0, ENOUGH_MINUTES - progress.canaryMinutes());
  }

  double neededRequests() {
    return Math.max(0, ENOUGH_REQUESTS - canary.requests());
  }

  /** The minutes and requests of the canary that a PASS still needs, in words. */
  public String neededText() {
    int minutes = neededMinutes();
    double requests = neededRequests();
    String time = minutes == 1 ? "1 minute" : minutes + " minutes";
    return "the canary still needs "
        + (requests > 0 ? NumberText.grouped(requests) + " requests in " + time : time);
  }

  /** Whether a minute is later than the last counted one, and not later than now. */
  boolean isNew(Observation seen, long now) {
    return seen.minute() > progress.minute() && seen.minute() <= CountBounds.minute(now);
  }

  JudgeState plus(Observation seen, JudgeProfile profile) {
    RequestCounts c = seen.canary();
    RequestCounts b = seen.baseline();
    if (seen.requests() == 0) {
      return plusQuietMinute(seen, profile);
    }
    RecentBaseline recentBaseline = recent.plus(b);
    MinuteComparison minute = compare(c, b, recentBaseline, profile, progress.canaryMinutes());
    boolean counts = progress.countsErrors(seen.minute());
    TestEvidence next = evidence.plus(minute, seen.minute() >= progress.bounced(), counts);
    PromotionEvidence sums = warmUp.isDoubted() ? promotionEvidence.fading() : promotionEvidence;
    return new JudgeState(
        historicalRates,
        .7 * rate + .3 * seen.requests(),
        recentBaseline,
        next,
        decayingCanary.plus(c),
        decayingBaseline.plus(b),
        sums.plus(minute, !counts || recentBaseline.isIncident(historicalRates)),
        canary.plus(c),
        baseline.plus(b),
        progress.plus(seen),
        warmUp.plus(minute, progress.weight()),
        counts ? onset.plus(c, next.strongestLog(true) < TestEvidence.SUSPICION) : onset);
  }

  /** The same after a minute without requests: it is no evidence of anything. */
  private JudgeState plusQuietMinute(Observation seen, JudgeProfile profile) {
    MinuteComparison minute =
        compare(seen.canary(), seen.baseline(), recent, profile, progress.canaryMinutes());
    WarmUpProgress warming = warmUp.plus(minute, progress.weight());
    PacingProgress next = progress.plus(seen);
    return with(.7 * rate, historicalRates, evidence, promotionEvidence, next, warming, onset);
  }

  /** A minute that was counted already and now has other counts; nothing else changes. */
  JudgeState revised(Observation before, Observation after, JudgeProfile profile) {
    int age = (int) Math.max(0, progress.canaryMinutes() - (progress.minute() - after.minute()));
    RequestCounts moreCanary = after.canary().minus(before.canary());
    RequestCounts moreBaseline = after.baseline().minus(before.baseline());
    MinuteComparison was = compare(before.canary(), before.baseline(), recent, profile, age);
    MinuteComparison is = compare(after.canary(), after.baseline(), recent, profile, age);
    boolean limits = after.minute() >= progress.bounced();
    boolean errors = progress.countsErrors(after.minute());
    boolean first = before.requests() == 0;
    return new JudgeState(
        historicalRates,
        rate,
        recent.plusLate(moreBaseline),
        first ? evidence.plus(is, limits, errors) : evidence.revised(was, is, limits, errors),
        decayingCanary.plusLate(moreCanary),
        decayingBaseline.plusLate(moreBaseline),
        promotionEvidence.revised(was, is),
        canary.plus(moreCanary),
        baseline.plus(moreBaseline),
        before.canary().requests() == 0 && moreCanary.requests() > 0
            ? progress.plusCanaryMinute()
            : progress,
        warmUp,
        onset);
  }

  private MinuteComparison compare(
      RequestCounts c,
      RequestCounts b,
      RecentBaseline recentBaseline,
      JudgeProfile profile,
      int canaryMinutes) {
    ColdStartAllowance cold = ColdStartAllowance.after(canaryMinutes, c.durations());
    return new MinuteComparison(
        c,
        RankScore.of(c),
        b,
        RankScore.of(b),
        cold,
        profile.rankMargin() + cold.rank() + warmUp.left(TestKind.LATENCY, profile.cap()),
        recentBaseline.errorLimit(historicalRates),
        recentBaseline.slowLimit(historicalRates, cold),
        historicalRates.cluster(),
        warmUp.left(TestKind.SLOW, profile.cap()),
        warmUp.left(TestKind.TAIL, profile.cap()),
        warmUp.isDoubted() ? DOUBTED_CAP : Double.POSITIVE_INFINITY);
  }

  JudgeState with(PacingProgress next) {
    return with(historicalRates, evidence, promotionEvidence, next, warmUp, onset);
  }

  private JudgeState with(
      HistoricalRates usual,
      TestEvidence tests,
      PromotionEvidence sums,
      PacingProgress pacing,
      WarmUpProgress warming,
      ErrorOnset errors) {
    return with(rate, usual, tests, sums, pacing, warming, errors);
  }

  private JudgeState with(
      double nextRate,
      HistoricalRates usual,
      TestEvidence tests,
      PromotionEvidence sums,
      PacingProgress pacing,
      WarmUpProgress warming,
      ErrorOnset errors) {
    return new JudgeState(
        usual,
        nextRate,
        recent,
        tests,
        decayingCanary,
        decayingBaseline,
        sums,
        canary,
        baseline,
        pacing,
        warming,
        errors);
  }

  /**
   * The state after a step back to a lower weight, or a decision to compare afresh at this weight.
   * Errors so far, and counts from minutes without a baseline, no longer count as evidence.
   *
   * @param probe the weight from now on, in percent
   */
  JudgeState withStepBack(long now, int probe) {
    return new JudgeState(
        historicalRates,
        rate,
        recent,
        evidence.withoutErrors(),
        decayingCanary.withoutRequests(),
        decayingBaseline.withoutRequests(),
        PromotionEvidence.NOTHING,
        canary,
        baseline,
        progress.bounced(now, probe),
        warmUp,
        onset.doubting());
  }

  /** Once the comparison after a step back found nothing: what it showed is usual from now on. */
  JudgeState acquittedIfCalm(long now) {
    boolean acquitted =
        onset.isCompared() && !progress.isHeld(now) && evidence.strongestLog(true) < 0;
    return acquitted
        ? with(
            recent.raised(historicalRates, onset.doubted()),
            evidence,
            promotionEvidence,
            progress,
            warmUp,
            onset.acquitted())
        : this;
  }

  /** The latency tests start afresh: what the canary showed so far is excused. */
  JudgeState withLatencyAfresh() {
    return with(
        historicalRates,
        evidence.withoutLatency(),
        promotionEvidence.withoutLatency(),
        progress.withoutCalmMinutes(),
        warmUp.afresh(),
        onset);
  }

  /** The excess of latency is measured anew, and the evidence is kept. */
  JudgeState withNextBlock() {
    return with(historicalRates, evidence, promotionEvidence, progress, warmUp.nextBlock(), onset);
  }
}
