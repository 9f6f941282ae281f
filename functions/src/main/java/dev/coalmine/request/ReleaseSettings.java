package dev.coalmine.request;

import java.time.Duration;

/**
 * The terms of a release, beside its plan.
 *
 * @param poll time between two looks
 * @param maxDuration the longest time below 100 %
 * @param whenInconclusive what to do when that time ends
 * @param watch how long the gate stays on after promotion; zero for not at all
 * @param hooks functions that have a say
 * @param approval what a person must allow
 * @param ifBusy what to do when a target is being released already
 */
public record ReleaseSettings(
    Duration poll,
    Duration maxDuration,
    InconclusiveAction whenInconclusive,
    Duration watch,
    Hooks hooks,
    Approval approval,
    BusyAction ifBusy) {}
