package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import java.util.List;

/**
 * The sampled invocations of one minute on one route.
 *
 * @param groups by the minute in which they end, with the durations that Lambda reports
 * @param waits how long their callers waited, in milliseconds: with the inits
 */
record SampledInvocations(List<InvocationGroup> groups, MetricSamples waits) {}
