package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.Map;
import java.util.Optional;

/** One of the wire protocols in which clients speak to CloudWatch. */
public interface CloudWatchCodec {
  /** The operation that a request names in this protocol; empty if it is not in this protocol. */
  Optional<String> operation(WireRequest request);

  /** The request's input as plain trees, not yet read by shape. */
  Map<?, ?> input(WireRequest request, String operation);

  /**
   * The answer of an operation.
   *
   * @param output by member names; moments are {@code Instant}
   */
  WireResponse response(String operation, Map<String, Object> output, String requestId);

  /** The answer to a request that is refused. */
  WireResponse errorResponse(WireRequest request, AwsError error, String requestId);
}
