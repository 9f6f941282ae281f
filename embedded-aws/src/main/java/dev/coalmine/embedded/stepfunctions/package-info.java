/**
 * Step Functions: state machines, executions and task tokens (AWS JSON 1.0). It may import {@code
 * asl}, {@code protocol}, {@code http} and {@code json}. It must not run executions itself; {@code
 * ExecutionEngine} does.
 */
package dev.coalmine.embedded.stepfunctions;
