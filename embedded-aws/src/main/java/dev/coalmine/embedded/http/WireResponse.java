package dev.coalmine.embedded.http;

import java.util.Map;

/**
 * One complete HTTP response of the embedded AWS.
 *
 * @param status HTTP status; 0 in {@link #CONNECTION_RESET}
 * @param headers by name, Content-Type included; a repeated one is {@code name}, {@code name#2}, …
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireResponse(int status, Map<String, String> headers, byte[] body)
    implements ServerResponse {
  /** No response: the client finds its connection reset. */
  public static final WireResponse CONNECTION_RESET = new WireResponse(0, Map.of(), new byte[0]);

  /** Whether the client gets no response at all. */
  public boolean isConnectionReset() {
    return status == 0;
  }
}
