package dev.coalmine.embedded.http;

import java.util.Optional;

/** Serves web pages at the port of the services. AWS clients never request them. */
@FunctionalInterface
public interface WebHandler {
  /** The response to a request for a page. Empty when the request is for AWS. */
  Optional<ServerResponse> handle(WireRequest request);
}
