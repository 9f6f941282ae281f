/**
 * CloudWatch as a service: it connects the wire protocols with the operations on metrics and
 * alarms. It may import its subpackages, {@code protocol} and {@code http}. Rules of metrics and
 * alarms belong to the subpackages.
 */
package dev.coalmine.embedded.cloudwatch;
