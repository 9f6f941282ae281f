package dev.coalmine.local.aws;

import java.util.Map;
import java.util.Optional;

/** One of the wire protocols in which clients speak to CloudWatch. */
interface CloudWatchCodec {
  /** The operation that a request names in this protocol; empty if it is not in this protocol. */
  Optional<String> operation(WireRequest request);

  /** The request's input as plain trees, not yet read by shape. */
  Map<?, ?> input(WireRequest request, String operation);

  /**
   * The answer of an operation.
   *
   * @param output by member names; moments are {@code Instant}
   */
  WireAnswer answer(String operation, Map<String, Object> output, String requestId);

  /** The answer to a request that is refused. */
  WireAnswer error(WireRequest request, AwsError error, String requestId);
}
