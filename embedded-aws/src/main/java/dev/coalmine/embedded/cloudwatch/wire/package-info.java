/**
 * The three wire protocols of CloudWatch and its API model: decoding, validation, errors and
 * paging. It may import {@code protocol}, {@code http} and {@code json}. It must not know what a
 * metric or an alarm is.
 */
package dev.coalmine.embedded.cloudwatch.wire;
