/**
 * Metrics: samples, statistics, metric math, and the metrics that Lambda and API Gateway report. It
 * may import {@code cloudwatch.wire} and {@code protocol}. It must not know alarms.
 */
package dev.coalmine.embedded.cloudwatch.metric;
