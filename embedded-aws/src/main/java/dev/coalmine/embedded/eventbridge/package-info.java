/**
 * EventBridge: buses, rules, patterns and deliveries, with the queues and topics that it delivers
 * to (AWS JSON 1.1). It may import {@code lambda}, {@code cloudwatch.alarm}, {@code
 * cloudwatch.wire}, {@code clock}, {@code protocol}, {@code http} and {@code json}. It must reach
 * its targets through {@code ServiceCaller}.
 */
package dev.coalmine.embedded.eventbridge;
