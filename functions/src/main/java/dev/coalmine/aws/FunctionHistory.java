package dev.coalmine.aws;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The published versions of a function.
 *
 * @param function its name
 * @param versions the oldest first
 * @param referenced numbers of the versions that aliases point to, by weight or in full
 */
public record FunctionHistory(
    String function, List<PublishedVersion> versions, Set<String> referenced) {

  /**
   * A published version.
   *
   * @param number as Lambda has it
   * @param publishedAt when it was published, or, as far as AWS documents LastModified, when its
   *     code or configuration was changed: minutes before, in an update of a stack
   */
  public record PublishedVersion(String number, Instant publishedAt) {}
}
