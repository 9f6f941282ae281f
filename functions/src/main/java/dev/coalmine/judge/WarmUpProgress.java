package dev.coalmine.judge;

import java.util.Set;

/**
 * How warm the canary's containers are. Each rise of the weight starts new ones, whose first
 * requests are slower. The excess is measured in blocks: a block ends when a test starts afresh.
 *
 * @param length how long new containers are slower
 * @param weight the weight that the containers were started for, in percent
 * @param minutes counted at this weight; negative while minutes of the old one arrive
 * @param requests of the canary since the start; of earlier weights only the share that the
 *     containers of then still serve
 * @param held minutes since a latency test was started afresh; -1 if none was
 * @param block requests of the canary in this block
 * @param now the canary's excess in this block
 * @param before its excess in the blocks before, older ones at half the weight of newer ones
 * @param worst the highest mean excess of a block
 */
record WarmUpProgress(
    RuntimeWarmUp length,
    int weight,
    int minutes,
    double requests,
    int held,
    double block,
    LatencyExcess now,
    LatencyExcess before,
    LatencyExcess worst) {
  private static final int DELAY = 2; // minutes until a minute at a new weight is complete

  /** Minutes at one weight after which new containers are warm, if they had requests enough. */
  static final int LEAST_MINUTES = 5;

  private static final double LEAST_REQUESTS = 30;
  private static final double MOST_REQUESTS = 400;
  private static final double USUAL_MINUTES = 8; // of all requests of the function
  private static final int HOLD = 2; // minutes after a test started afresh
  private static final int LEAST_BLOCK = 4; // minutes
  private static final double FALLING = .7;
  private static final double LASTING = .9;
  private static final double LEFT = .25;
  private static final double CERTAINTY = 1.5;

  static WarmUpProgress initial(RuntimeWarmUp length, int weight) {
    LatencyExcess none = LatencyExcess.NOTHING;
    return new WarmUpProgress(length, weight, 0, 0, -1, 0, none, none, none);
  }

  /** After one more minute at this weight. */
  WarmUpProgress plus(MinuteComparison minute, int weightNow) {
    boolean rise = weightNow > weight;
    int counted = rise ? -DELAY : minutes;
    double kept = rise ? requests * weight / weightNow : requests;
    double canary = minute.canary().requests();
    return new WarmUpProgress(
        length,
        Math.max(weight, weightNow),
        counted + 1,
        kept + (counted < 0 ? 0 : canary),
        held < 0 ? held : held + 1,
        block + canary,
        now.plus(minute),
        before,
        worst);
  }

  /**
   * Requests of new containers that may be slower: those of eight minutes of the function, from 30
   * to 400.
   *
   * @param rate requests a minute of both versions
   */
  static double excused(double rate) {
    return Math.max(LEAST_REQUESTS, Math.min(MOST_REQUESTS, USUAL_MINUTES * rate));
  }

  /** Whether the canary has served enough requests, and long enough, since the last rise. */
  boolean isWarm(double rate) {
    return length == RuntimeWarmUp.SHORT || (minutes >= LEAST_MINUTES && requests >= excused(rate));
  }

  /** Whether a latency test was ever started afresh. */
  boolean isDoubted() {
    return held >= 0;
  }

  /** Whether a latency test was started afresh a moment ago. */
  boolean isHolding() {
    return isDoubted() && held < HOLD;
  }

  /** Whether the excess in the measures of all these tests is lower than in the blocks before. */
  boolean isFalling(Set<TestKind> tests) {
    return before.pairs() > 0
        && tests.stream().allMatch(test -> now.mean(test) < FALLING * before.mean(test));
  }

  /** Whether the canary is as slow in this block as it was in the blocks before. */
  boolean isLasting() {
    return before.pairs() > 0
        && now.pairs() > 0
        && now.mean(TestKind.LATENCY) >= LASTING * before.mean(TestKind.LATENCY);
  }

  /** Whether this block is long enough for a verdict. */
  boolean isBlockFull(double rate) {
    return length == RuntimeWarmUp.SHORT
        || (block >= excused(rate) / 2 && (!isDoubted() || held >= LEAST_BLOCK));
  }

  /**
   * The factor of a test's threshold. The slower new containers were, the more evidence a rollback
   * needs: one more new container can serve all requests of a minute.
   */
  double certainty() {
    return isDoubted() ? 1 + CERTAINTY * worst.rank() : 1;
  }

  /**
   * The excess that remains while the canary has a small weight: the fewer containers a version
   * has, the more often a request finds a new one.
   */
  double left(TestKind test, int cap) {
    return isDoubted()
        ? LEFT * Math.max(0, worst.mean(test)) * Math.max(0, 1 - (double) weight / cap)
        : 0;
  }

  /** A new block, because a test starts afresh. */
  WarmUpProgress afresh() {
    return nextBlock(0);
  }

  /** A new block whose evidence is kept. */
  WarmUpProgress nextBlock() {
    return nextBlock(held);
  }

  private WarmUpProgress nextBlock(int heldNow) {
    return new WarmUpProgress(
        length,
        weight,
        minutes,
        requests,
        heldNow,
        0,
        LatencyExcess.NOTHING,
        now.after(before),
        worst.orWorse(now));
  }

  void pack(StatePacker out) {
    out.add(length == RuntimeWarmUp.LONG ? 1 : 0, weight, minutes, requests, held, block);
    now.pack(out);
    before.pack(out);
    worst.pack(out);
  }

  static WarmUpProgress unpack(StateUnpacker in) {
    return new WarmUpProgress(
        in.next() == 1 ? RuntimeWarmUp.LONG : RuntimeWarmUp.SHORT,
        (int) in.next(),
        (int) in.next(),
        in.next(),
        (int) in.next(),
        in.next(),
        LatencyExcess.unpack(in),
        LatencyExcess.unpack(in),
        LatencyExcess.unpack(in));
  }
}
