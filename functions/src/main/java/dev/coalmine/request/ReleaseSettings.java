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
 */
public record ReleaseSettings(
    Duration poll,
    Duration maxDuration,
    InconclusiveAction whenInconclusive,
    Duration watch,
    Hooks hooks,
    Approval approval,
    BusyAction ifBusy) {}
