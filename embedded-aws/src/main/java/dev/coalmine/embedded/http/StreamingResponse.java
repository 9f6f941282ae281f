package dev.coalmine.embedded.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * One HTTP response whose length is unknown at its start. A thread of its own writes it, so that a
 * slow client does not delay other clients.
 *
 * @param status HTTP status
 * @param headers by name, Content-Type included
 * @param body writes the body
 */
public record StreamingResponse(int status, Map<String, String> headers, BodyWriter body)
    implements ServerResponse {

  /** Writes the body of a response. */
  @FunctionalInterface
  public interface BodyWriter {
    /**
     * Writes until the body ends, the client disconnects, or the thread is interrupted.
     *
     * @param out sends what is flushed
     * @throws IOException when the client has disconnected
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
