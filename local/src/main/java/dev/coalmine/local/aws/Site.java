package dev.coalmine.local.aws;

import java.util.Optional;

/** Pages for people, beside the services at the same port. AWS' clients never ask for them. */
@FunctionalInterface
public interface Site {
  /** The answer to a request for one of its pages; nothing when the request is for AWS. */
  Optional<HttpAnswer> answer(WireRequest request);
}
