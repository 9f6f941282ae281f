package dev.coalmine.embedded.http;

import java.util.Map;

/** What an HTTP client gets: a whole answer, or one that is written while it comes about. */
public sealed interface ServerResponse permits WireResponse, StreamingResponse {
  /** HTTP status. */
  int status();

  /** By name, Content-Type included. */
  Map<String, String> headers();
}
