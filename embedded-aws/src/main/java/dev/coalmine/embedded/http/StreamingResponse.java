package dev.coalmine.embedded.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * One HTTP answer whose end is not known when it begins. It is written on a thread of its own, so
 * that a client who reads slowly holds up nobody else.
 *
 * @param status HTTP status
 * @param headers by name, Content-Type included
 * @param body writes it
 */
public record StreamingResponse(int status, Map<String, String> headers, BodyWriter body)
    implements ServerResponse {

  /** Writes the body of an answer. */
  @FunctionalInterface
  public interface BodyWriter {
    /**
     * Writes until there is nothing more to say, the client has gone, or the thread is interrupted.
     *
     * @param out sends what is flushed
     * @throws IOException when the client has gone
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
