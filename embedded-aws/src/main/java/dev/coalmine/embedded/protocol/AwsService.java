package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import java.util.Optional;

/**
 * One service of the embedded AWS: its state, its rules and its wire protocols. A service guards
 * its own state against concurrent calls. It holds no lock while it runs code that may call back.
 */
public interface AwsService {
  /**
   * The operation that a request names, as IAM writes it ({@code lambda:UpdateAlias}), implemented
   * here or not. Empty when the request is for another service.
   */
  Optional<String> operation(WireRequest request);

  /**
   * The action that an IAM policy must allow for an operation. It differs from the operation for
   * services such as API Gateway, whose IAM actions are HTTP methods.
   */
  default String permission(WireRequest request, String operation) {
    return operation;
  }

  /**
   * Performs the request.
   *
   * @throws AwsError when AWS would refuse it, or when the operation is not implemented here
   */
  WireResponse handle(WireRequest request);

  /** Writes the error in the protocol of the request. */
  WireResponse errorResponse(WireRequest request, AwsError error);
}
