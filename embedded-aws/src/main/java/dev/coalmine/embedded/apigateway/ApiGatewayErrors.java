package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.Map;

/** API Gateway's errors. The texts are AWS's own where recordings or users' reports have them. */
final class ApiGatewayErrors {
  private ApiGatewayErrors() {}

  static AwsError badRequest(String message) {
    return new AwsError(400, "BadRequestException", message);
  }

  static AwsError conflict(String message) {
    return new AwsError(409, "ConflictException", message);
  }

  /**
   * The error for an unknown identifier.
   *
   * @param what the kind of resource, capitalised, such as {@code Stage}
   */
  static AwsError notFound(String what) {
    return new AwsError(404, "NotFoundException", "Invalid " + what + " identifier specified");
  }

  static AwsError noApi(String id) {
    return new AwsError(
        404, "NotFoundException", "Invalid API identifier specified " + Arns.ACCOUNT + ":" + id);
  }

  static AwsError noDeployment() {
    return badRequest("Deployment id does not exist");
  }

  /** CreateDeployment's error for a stage. AWS leaves the space out. */
  static AwsError deploymentContent(String message) {
    return badRequest("Invalid deployment content specified." + message);
  }

  /** A value breaks a constraint of the API model. The model does not declare this exception. */
  static AwsError validation(String value, String where, String constraint) {
    return new AwsError(
        400,
        "ValidationException",
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(value, where, constraint));
  }

  /** Writes an error: its code in a header, its message in the body. */
  static WireResponse toResponse(AwsError error) {
    return RestJson.errorResponse(error, Map.of("message", error.getMessage()));
  }
}
