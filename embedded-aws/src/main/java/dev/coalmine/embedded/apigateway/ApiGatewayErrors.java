package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.Map;

/**
 * API Gateway's refusals. The texts are those that AWS answered in recorded runs or in users'
 * reports, where there are any.
 */
final class ApiGatewayErrors {
  private ApiGatewayErrors() {}

  static AwsError badRequest(String message) {
    return new AwsError(400, "BadRequestException", message);
  }

  static AwsError conflict(String message) {
    return new AwsError(409, "ConflictException", message);
  }

  /** There is no such thing; what it is begins with a capital, as in {@code Stage}. */
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

  /** What CreateDeployment says of a stage; AWS leaves the space out. */
  static AwsError deploymentContent(String message) {
    return badRequest("Invalid deployment content specified." + message);
  }

  /** A constraint of the API model; not an exception that the model declares. */
  static AwsError validation(String value, String where, String constraint) {
    return new AwsError(
        400,
        "ValidationException",
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(value, where, constraint));
  }

  /** How an error looks on the wire: a name in a header, and a message. */
  static WireResponse toResponse(AwsError error) {
    return RestJson.errorResponse(error, Map.of("message", error.getMessage()));
  }
}
