/**
 * The interpreter of Amazon States Language: state machines, their states, executions and
 * histories. It may import its subpackages, {@code clock} and {@code json}. It must not know AWS
 * requests or responses; these belong to {@code stepfunctions}.
 */
package dev.coalmine.embedded.asl;
