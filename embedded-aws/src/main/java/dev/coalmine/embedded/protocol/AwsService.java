package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import java.util.Optional;

/**
 * One service of the embedded AWS: its state, its rules and its wire protocols. A service guards
 * its own state against concurrent calls, and holds no lock while it runs anything that may call
 * back.
 */
public interface AwsService {
  /**
   * The operation that a request asks for, as IAM names it ({@code lambda:UpdateAlias}), whether or
   * not this service implements it; empty when the request is for another service.
   */
  Optional<String> operation(WireRequest request);

  /**
   * What an IAM policy has to allow for an operation: the operation itself, but with services that
   * IAM knows otherwise.
   */
  default String permission(WireRequest request, String operation) {
    return operation;
  }

  /**
   * Does what the request asks.
   *
   * @throws AwsError when AWS would refuse it, or when the operation is not implemented here
   */
  WireResponse handle(WireRequest request);

  /** The error in the protocol in which the request was asked. */
  WireResponse errorResponse(WireRequest request, AwsError error);
}
