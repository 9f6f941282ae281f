package dev.coalmine.aws;

import java.util.List;

/**
 * What one version was asked in one minute, as CloudWatch tells it.
 *
 * @param requests invocations and throttles
 * @param errors failed invocations and throttles
 * @param durations invocations whose duration was measured
 * @param above how many of those took longer than each threshold, in the thresholds' order; none
 *     when there are no thresholds
 */
public record Counts(double requests, double errors, double durations, List<Double> above) {}
