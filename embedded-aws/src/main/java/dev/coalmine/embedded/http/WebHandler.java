package dev.coalmine.embedded.http;

import java.util.Optional;

/** Pages for people, beside the services at the same port. AWS' clients never ask for them. */
@FunctionalInterface
public interface WebHandler {
  /** The answer to a request for one of its pages; nothing when the request is for AWS. */
  Optional<ServerResponse> handle(WireRequest request);
}
