/**
 * API Gateway: REST APIs with stages and canaries, and their execute-api endpoint (REST JSON). It
 * may import {@code lambda}, {@code cloudwatch.metric}, {@code protocol}, {@code http} and {@code
 * json}. It must not import other services.
 */
package dev.coalmine.embedded.apigateway;
