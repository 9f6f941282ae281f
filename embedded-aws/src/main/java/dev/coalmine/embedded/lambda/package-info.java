/**
 * Lambda: functions, versions, aliases, policies and invocations (REST JSON). {@code LambdaService}
 * serves clients, {@code LambdaControl} serves Java code. It may import {@code clock}, {@code
 * protocol}, {@code http} and {@code json}. It must not import another service.
 */
package dev.coalmine.embedded.lambda;
