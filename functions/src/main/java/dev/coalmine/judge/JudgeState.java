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
 * All that a judge remembers of a release between two looks: a value, which travels as a list of
 * about 200 numbers.
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
    PacingProgress progress) {
  private static final int FORMAT = 1;
  private static final int ENOUGH_MINUTES = 3;
  private static final int ENOUGH_REQUESTS = 20;
  private static final double MOST_ODDS = 1e9;
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
        PacingProgress.initial(weight));
  }

  /**
   * Reads what {@link #numbers} wrote.
   *
   * @throws IllegalArgumentException if these are not the numbers of a state
   */
  public static JudgeState of(double... numbers) {
    StateUnpacker in = new StateUnpacker(numbers);
    double format = in.next();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "cannot read the judge's state: its format is " + format + ", expected " + FORMAT);
    }
    return new JudgeState(
        new HistoricalRates(in.next(), in.next()),
        in.next(),
        RecentBaseline.unpack(in),
        TestEvidence.unpack(in),
        DecayingCounts.unpack(in),
        DecayingCounts.unpack(in),
        PromotionEvidence.unpack(in),
        in.nextCounts(),
        in.nextCounts(),
        PacingProgress.unpack(in));
  }

  /** The state as finite numbers of at most 12 significant digits, whole numbers exact. */
  public double[] numbers() {
    StatePacker out = new StatePacker();
    out.add(FORMAT, historicalRates.errorRate(), historicalRates.slowRate(), rate);
    recent.pack(out);
    evidence.pack(out);
    decayingCanary.pack(out);
    decayingBaseline.pack(out);
    promotionEvidence.pack(out);
    out.add(canary);
    out.add(baseline);
    progress.pack(out);
    return out.numbers();
  }

  /** The weight in force; none once the release was rolled back. */
  public Weight weight() {
    return new Weight(progress.weight());
  }

  /**
   * The same with another weight in force, for a release whose weight someone else decides, such as
   * a fixed plan or an approval that is still missing. Weight 0 ends it.
   */
  public JudgeState withWeight(Weight weight) {
    return with(progress.withWeight(weight.percent()));
  }

  /** Whether the canary has lost its traffic for good. */
  public boolean isRolledBack() {
    return progress.weight() == 0;
  }

  /** Requests that the canary should get in a minute at the weight in force. */
  public double expectedRequests() {
    return rate * progress.weight() / 100;
  }

  /** Whether the canary was seen long and often enough for a verdict other than FAIL. */
  public boolean hasSeenEnough() {
    return progress.canaryMinutes() >= ENOUGH_MINUTES && canary.requests() >= ENOUGH_REQUESTS;
  }

  /** The signals of this scope that there are numbers of; durations need thresholds, for one. */
  MetricScope measuredScope(MetricScope scope) {
    boolean durations = canary().durations() + baseline().durations() > 0;
    return durations || !scope.errors() ? scope : new MetricScope(true, false);
  }

  /** How far each test of this scope has come that there are numbers for. */
  public List<MetricSample.TestProgress> testProgress(MetricScope scope) {
    MetricScope within = measuredScope(scope);
    return Arrays.stream(TestKind.values())
        .filter(signal -> signal.isWithin(within))
        .map(
            signal ->
                new MetricSample.TestProgress(
                    signal.label(), odds(evidence.log(signal)), odds(signal.threshold())))
        .toList();
  }

  private static double odds(double log) {
    return new BigDecimal(Math.min(Math.exp(log), MOST_ODDS)).round(THREE_DIGITS).doubleValue();
  }

  /** What is still to be seen of the canary before a verdict other than FAIL, in words. */
  public String neededText() {
    int minutes = Math.max(0, ENOUGH_MINUTES - progress.canaryMinutes());
    double requests = Math.max(0, ENOUGH_REQUESTS - canary.requests());
    String time = minutes == 1 ? "1 minute" : minutes + " minutes";
    return "the canary still needs "
        + (requests > 0 ? NumberText.grouped(requests) + " requests in " + time : time);
  }

  /** Whether a minute comes after all that were counted, and not after now. */
  boolean isNew(Observation seen, long now) {
    return seen.minute() > progress.minute() && seen.minute() <= CountBounds.minute(now);
  }

  JudgeState plus(Observation seen, JudgeProfile profile) {
    RequestCounts c = seen.canary();
    RequestCounts b = seen.baseline();
    RecentBaseline lately = recent.plus(b);
    MinuteComparison minute = compare(c, b, lately, profile);
    return new JudgeState(
        historicalRates,
        .7 * rate + .3 * seen.requests(),
        lately,
        evidence.plus(minute, seen.minute() >= progress.bounced()),
        decayingCanary.plus(c),
        decayingBaseline.plus(b),
        promotionEvidence.plus(minute, lately.isIncident(historicalRates)),
        canary.plus(c),
        baseline.plus(b),
        progress.plus(seen));
  }

  private MinuteComparison compare(
      RequestCounts c, RequestCounts b, RecentBaseline lately, JudgeProfile profile) {
    ColdStartAllowance cold = ColdStartAllowance.after(progress.canaryMinutes(), c.durations());
    return new MinuteComparison(
        c,
        RankScore.of(c),
        b,
        RankScore.of(b),
        cold,
        profile.rankMargin() + cold.rank(),
        lately.errorLimit(historicalRates),
        lately.slowLimit(historicalRates, cold));
  }

  JudgeState with(PacingProgress next) {
    return new JudgeState(
        historicalRates,
        rate,
        recent,
        evidence,
        decayingCanary,
        decayingBaseline,
        promotionEvidence,
        canary,
        baseline,
        next);
  }

  /** Back to a probe weight: what was seen without a baseline beside it no longer counts. */
  JudgeState withStepBack(long now, int probe) {
    return new JudgeState(
        historicalRates,
        rate,
        recent,
        evidence.withoutLimits(),
        decayingCanary.withoutRequests(),
        decayingBaseline.withoutRequests(),
        PromotionEvidence.NOTHING,
        canary,
        baseline,
        progress.bounced(now, probe));
  }
}
