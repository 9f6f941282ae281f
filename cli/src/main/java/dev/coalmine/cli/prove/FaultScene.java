package dev.coalmine.cli.prove;

import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.LostInvocations;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a fault needs of the run that it happens in.
 *
 * @param account where it happens
 * @param handlers loses or kills the handler that makes the call
 * @param people make changes that are not the release's
 * @param staleAnswers the reads before the last write
 */
record FaultScene(
    StoryAccount account, LostInvocations handlers, OtherPeople people, StaleAnswers staleAnswers) {

  /** The answer to a read as it was before the last write of its target. */
  @FunctionalInterface
  interface StaleAnswers {
    Optional<WireResponse> before(AwsCall read);
  }

  /** A read that sees the target as it was before the last write; none before the first write. */
  Fault staleRead(AwsCall read) {
    return staleAnswers
        .before(read)
        .map(AtomicReference::new)
        .map(Fault::stale)
        .orElse(Fault.none());
  }
}
