package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lambda's errors. The texts are AWS's own where a recording has them. */
final class LambdaErrors {
  private static final String NOT_NOW = "The operation cannot be performed at this time. ";

  /** The message that users published, of a function's invocation beyond the quota. */
  private static final String CONCURRENCY = "Rate Exceeded.";

  private LambdaErrors() {}

  /** As many functions run as the account may have at a time. */
  static AwsError concurrency() {
    return new AwsError(429, "TooManyRequestsException", CONCURRENCY);
  }

  static AwsError notFound(String message) {
    return new AwsError(404, "ResourceNotFoundException", message);
  }

  static AwsError noFunction(String arn) {
    return notFound("Function not found: " + arn);
  }

  static AwsError invalid(String message) {
    return new AwsError(400, "InvalidParameterValueException", message);
  }

  static AwsError conflict(String message) {
    return new AwsError(409, "ResourceConflictException", message);
  }

  static AwsError inState(FunctionState state) {
    return conflict(
        NOT_NOW + "The function is currently in the following state: " + state.wireName());
  }

  static AwsError updating(String function) {
    return conflict(NOT_NOW + "An update is in progress for resource: " + Arns.function(function));
  }

  static AwsError staleRevision() {
    return new AwsError(
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id."
            + " Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
  }

  static AwsError stalePolicy() {
    return new AwsError(
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id."
            + " Call the GetPolicy API to retrieve the latest Revision Id");
  }

  static AwsError tooLarge(int limit, String operation) {
    return new AwsError(
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than " + limit + " bytes for the " + operation + " operation");
  }

  /** A value breaks a constraint of the API model. The model does not declare this exception. */
  static AwsError validation(Object value, String where, String constraint) {
    return new AwsError(
        400,
        "ValidationException",
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + where
            + "' failed to satisfy constraint: "
            + constraint);
  }

  static AwsError invalidPattern(Object value, String where, String pattern) {
    return validation(value, where, "Member must satisfy regular expression pattern: " + pattern);
  }

  /** A field that the model requires is absent. */
  static AwsError missing(String where) {
    return new AwsError(
        400,
        "ValidationException",
        "1 validation error detected: Value null at '"
            + where
            + "' failed to satisfy constraint: Member must not be null");
  }

  /** Writes an error: its code in a header, and a body in Lambda's format. */
  static WireResponse toResponse(AwsError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (error.code().equals("TooManyRequestsException")) {
      boolean running = error.getMessage().equals(CONCURRENCY);
      body.put("Reason", running ? "ConcurrentInvocationLimitExceeded" : "CallerRateLimitExceeded");
    }
    if (!error.code().equals("ValidationException")) {
      body.put("Type", error.status() < 500 ? "User" : "Server");
    }
    // Recorded: only this exception has a capital letter.
    boolean capital = error.code().equals("ResourceNotFoundException");
    body.put(capital ? "Message" : "message", error.getMessage());
    return RestJson.errorResponse(error, body);
  }
}
