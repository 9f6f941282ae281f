package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.Map;
import java.util.Optional;

/** One of the wire protocols of CloudWatch. */
public interface CloudWatchCodec {
  /** The operation of a request in this protocol. Empty if it is in another protocol. */
  Optional<String> operation(WireRequest request);

  /** The request's input as plain trees, before it is read by shape. */
  Map<?, ?> input(WireRequest request, String operation);

  /**
   * The response of an operation.
   *
   * @param output by member names; moments are {@code Instant}
   */
  WireResponse response(String operation, Map<String, Object> output, String requestId);

  /** The response to a refused request. */
  WireResponse errorResponse(WireRequest request, AwsError error, String requestId);
}
