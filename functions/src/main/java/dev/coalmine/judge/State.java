package dev.coalmine.judge;

import dev.coalmine.release.Measured;
import dev.coalmine.release.Numbers;
import dev.coalmine.release.Weight;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * All that a judge remembers of a release between two looks: a value, which travels as a list of
 * about 200 numbers.
 */
public record State(
    Usual usual,
    double rate,
    Recent recent,
    Evidence evidence,
    Fading canaryLately,
    Fading baselineLately,
    Clearance clearance,
    Side canary,
    Side baseline,
    Progress progress) {
  private static final int FORMAT = 1;
  private static final int ENOUGH_MINUTES = 3;
  private static final int ENOUGH_REQUESTS = 20;
  private static final double MOST_ODDS = 1e9;
  private static final MathContext THREE_DIGITS = new MathContext(3);

  static State start(History history, int weight) {
    return new State(
        history.usual(),
        history.rate(),
        Recent.NOTHING,
        Evidence.none(),
        Fading.NOTHING,
        Fading.NOTHING,
        Clearance.NOTHING,
        Side.NOTHING,
        Side.NOTHING,
        Progress.at(weight));
  }

  /**
   * Reads what {@link #numbers} wrote.
   *
   * @throws IllegalArgumentException if these are not the numbers of a state
   */
  public static State of(double... numbers) {
    Unpacker in = new Unpacker(numbers);
    double format = in.next();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "a judge's state begins with " + FORMAT + ", not " + format);
    }
    return new State(
        new Usual(in.next(), in.next()),
        in.next(),
        Recent.unpack(in),
        Evidence.unpack(in),
        Fading.unpack(in),
        Fading.unpack(in),
        Clearance.unpack(in),
        Side.unpack(in),
        Side.unpack(in),
        Progress.unpack(in));
  }

  /** The state as finite numbers of at most 12 significant digits, whole numbers exact. */
  public double[] numbers() {
    Packer out = new Packer();
    out.add(FORMAT, usual.errorRate(), usual.slowRate(), rate);
    recent.pack(out);
    evidence.pack(out);
    canaryLately.pack(out);
    baselineLately.pack(out);
    clearance.pack(out);
    canary.pack(out);
    baseline.pack(out);
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
  public State at(Weight weight) {
    return with(progress.to(weight.percent()));
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
  Scope measured(Scope scope) {
    boolean durations = canary().durations() + baseline().durations() > 0;
    return durations || !scope.errors() ? scope : new Scope(true, false);
  }

  /** How far each test of this scope has come that there are numbers for. */
  public List<Measured.Test> tests(Scope scope) {
    Scope within = measured(scope);
    return Arrays.stream(Signal.values())
        .filter(signal -> signal.isWithin(within))
        .map(
            signal ->
                new Measured.Test(
                    signal.label(), odds(evidence.log(signal)), odds(signal.threshold())))
        .toList();
  }

  private static double odds(double log) {
    return new BigDecimal(Math.min(Math.exp(log), MOST_ODDS)).round(THREE_DIGITS).doubleValue();
  }

  /** What is still to be seen of the canary before a verdict other than FAIL, in words. */
  public String needed() {
    int minutes = Math.max(0, ENOUGH_MINUTES - progress.canaryMinutes());
    double requests = Math.max(0, ENOUGH_REQUESTS - canary.requests());
    String time = minutes == 1 ? "1 minute" : minutes + " minutes";
    return "still needed of the canary: "
        + (requests > 0 ? Numbers.grouped(requests) + " requests in " + time : time);
  }

  /** Whether a minute comes after all that were counted, and not after now. */
  boolean isNews(Observation seen, long now) {
    return seen.minute() > progress.minute() && seen.minute() <= Count.minute(now);
  }

  State plus(Observation seen, Profile profile) {
    Side c = seen.canary();
    Side b = seen.baseline();
    Recent lately = recent.plus(Minute.of(b));
    Comparison minute = compare(c, b, lately, profile);
    return new State(
        usual,
        .7 * rate + .3 * (c.requests() + b.requests()),
        lately,
        evidence.plus(minute, seen.minute() >= progress.bounced()),
        canaryLately.plus(c),
        baselineLately.plus(b),
        clearance.plus(minute, lately.isIncident(usual)),
        canary.plus(c),
        baseline.plus(b),
        progress.plus(seen));
  }

  private Comparison compare(Side c, Side b, Recent lately, Profile profile) {
    ColdStart cold = ColdStart.after(progress.canaryMinutes(), c.durations());
    return new Comparison(
        c,
        RankScore.of(c),
        b,
        RankScore.of(b),
        cold,
        profile.rankMargin() + cold.rank(),
        lately.errorLimit(usual),
        lately.slowLimit(usual, cold));
  }

  State with(Progress next) {
    return new State(
        usual,
        rate,
        recent,
        evidence,
        canaryLately,
        baselineLately,
        clearance,
        canary,
        baseline,
        next);
  }

  /** Back to a probe weight: what was seen without a baseline beside it no longer counts. */
  State bounced(long now, int probe) {
    return new State(
        usual,
        rate,
        recent,
        evidence.withoutLimits(),
        canaryLately.withoutRequests(),
        baselineLately.withoutRequests(),
        Clearance.NOTHING,
        canary,
        baseline,
        progress.bounced(now, probe));
  }
}
