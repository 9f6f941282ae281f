package dev.coalmine.embedded.http;

import java.util.Map;

/** An HTTP response: a complete one, or one that is streamed. */
public sealed interface ServerResponse permits WireResponse, StreamingResponse {
  /** HTTP status. */
  int status();

  /** Headers by name, Content-Type included. */
  Map<String, String> headers();
}
