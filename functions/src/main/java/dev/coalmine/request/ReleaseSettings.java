package dev.coalmine.request;

import java.time.Duration;

/**
 * The settings of a release, beside its plan.
 *
 * @param poll time between two analyses
 * @param maxDuration the longest time below 100 %
 * @param whenInconclusive what to do if it is inconclusive after that time
 * @param watch how long the gate stays on after promotion; zero for not at all
 * @param hooks the hooks
 * @param approval the weights that need an approval
 * @param ifBusy what to do if another release has a target
 * @param probe requests to both versions beside those of callers
 * @param promotion what the stack demands before 100 %
 */
public record ReleaseSettings(
    Duration poll,
    Duration maxDuration,
    InconclusiveAction whenInconclusive,
    Duration watch,
    Hooks hooks,
    Approval approval,
    BusyAction ifBusy,
    Probe probe,
    PromotionRule promotion) {

  /** Documents of an execution that began before there were probes, or policies, have none. */
  public ReleaseSettings {
    probe = probe == null ? Probe.NONE : probe;
    promotion = promotion == null ? PromotionRule.NONE : promotion;
  }

  /** The same without a probe. */
  public ReleaseSettings(
      Duration poll,
      Duration maxDuration,
      InconclusiveAction whenInconclusive,
      Duration watch,
      Hooks hooks,
      Approval approval,
      BusyAction ifBusy) {
    this(
        poll,
        maxDuration,
        whenInconclusive,
        watch,
        hooks,
        approval,
        ifBusy,
        Probe.NONE,
        PromotionRule.NONE);
  }

  /** The same with a probe. */
  ReleaseSettings withProbe(Probe probe) {
    return with(probe, promotion);
  }

  /** The same in a stack that demands this. */
  public ReleaseSettings withPromotion(PromotionRule promotion) {
    return with(probe, promotion);
  }

  private ReleaseSettings with(Probe probe, PromotionRule promotion) {
    return new ReleaseSettings(
        poll, maxDuration, whenInconclusive, watch, hooks, approval, ifBusy, probe, promotion);
  }
}
