package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.protocol.AwsError;
import java.util.Map;

/**
 * CloudWatch's errors by the codes of its Query protocol, and their names in the other protocols.
 */
public final class CloudWatchErrors {
  /**
   * Shapes of the API model whose name differs from the code ({@code awsQueryError} in the model).
   */
  private static final Map<String, String> SHAPES =
      Map.of(
          "LimitExceeded", "LimitExceededFault",
          "InvalidFormat", "InvalidFormatFault",
          "InvalidParameterValue", "InvalidParameterValueException",
          "MissingParameter", "MissingRequiredParameterException",
          "InvalidParameterCombination", "InvalidParameterCombinationException",
          "InternalServiceError", "InternalServiceFault",
          "ValidationError", "ValidationException",
          "InvalidAction", "UnknownOperationException",
          "MalformedInput", "SerializationException",
          "Throttling", "ThrottlingException");

  private CloudWatchErrors() {}

  /** The name of the error's shape, for JSON and CBOR clients. */
  static String shape(String code) {
    return SHAPES.getOrDefault(code, code);
  }

  public static AwsError validation(String message) {
    return new AwsError(400, "ValidationError", message);
  }

  public static AwsError invalidValue(String message) {
    return new AwsError(400, "InvalidParameterValue", message);
  }

  /** The error for a required parameter. */
  public static AwsError missing(String parameter) {
    return new AwsError(400, "MissingParameter", "The parameter " + parameter + " is required.");
  }

  public static AwsError invalidCombination(String message) {
    return new AwsError(400, "InvalidParameterCombination", message);
  }

  public static AwsError notFound(String message) {
    return new AwsError(404, "ResourceNotFound", message);
  }

  /** The error for text in a wrong format, declared by SetAlarmState. */
  public static AwsError format(String message) {
    return new AwsError(400, "InvalidFormat", message);
  }

  static AwsError badToken() {
    return new AwsError(400, "InvalidNextToken", "The value for the NextToken is invalid.");
  }

  static AwsError malformed(String message) {
    return new AwsError(400, "MalformedInput", message);
  }

  static AwsError tooLarge(int most) {
    return new AwsError(
        413, "RequestEntityTooLarge", "The unpacked body must be at most " + most + " bytes.");
  }

  public static AwsError unknownOperation(String operation) {
    return new AwsError(
        400, "InvalidAction", "Could not find operation " + operation + " for version 2010-08-01");
  }
}
