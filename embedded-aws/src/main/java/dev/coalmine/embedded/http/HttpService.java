package dev.coalmine.embedded.http;

import java.util.Optional;

/** What a {@link LoopbackHttpServer} serves: the answers, and what it refuses before it reads. */
public interface HttpService {
  /** The answer to a request that is refused whatever its body is. Empty to read the body. */
  Optional<WireResponse> refusal(WireRequest head);

  /** The most bytes that the body of such a request may have. */
  int mostBody(WireRequest head);

  /**
   * The answer to a request whose body is longer.
   *
   * @param most bytes
   */
  WireResponse tooLarge(WireRequest head, int most);

  /** The answer while there is no room for the bodies of more requests. */
  WireResponse busy(WireRequest head);

  /** The answer to a request at which the service failed. */
  WireResponse failed(WireRequest head, Throwable fault);

  /** Answers one whole request. */
  ServerResponse handle(WireRequest request);
}
