/**
 * Alarms: definitions, evaluation, states and history. It may import {@code cloudwatch.metric},
 * {@code cloudwatch.wire}, {@code protocol} and {@code json}. Publishing state changes belongs to
 * {@code eventbridge}.
 */
package dev.coalmine.embedded.cloudwatch.alarm;
