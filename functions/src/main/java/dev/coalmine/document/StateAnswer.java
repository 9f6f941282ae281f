package dev.coalmine.document;

import dev.coalmine.release.Release;
import dev.coalmine.text.JsonView;
import java.util.Optional;

/**
 * What a state answered about its release.
 *
 * @param execution ARN of the execution that the document is of; empty where there is no document
 * @param id the release's name; empty if the answer has none
 * @param weight the canary's share of the requests, in percent
 * @param reason why the release is in this state; empty if the answer has none; for an unreadable
 *     document why it can't be read
 * @param waitSeconds how long the release waits before its next look
 * @param release the document; absent until Prepare has found the targets ready, and if unreadable
 * @param isReadable false for a document of another schema, or one that is broken
 */
public record StateAnswer(
    String execution,
    String id,
    int weight,
    String reason,
    long waitSeconds,
    Optional<Release> release,
    boolean isReadable) {

  /**
   * Reads the output of a handler, which has the document as its {@code Payload}, or of a state,
   * which has it beside the request. Absent where the output has neither or is cut off.
   *
   * @param output JSON
   */
  public static Optional<StateAnswer> of(String output) {
    JsonView tree = Json.readView(output);
    JsonView payload = tree.object("Payload");
    JsonView document = payload.isObject() ? payload : tree.object("latest").object("release");
    return document.isObject() ? Optional.of(of(document)) : Optional.empty();
  }

  private static StateAnswer of(JsonView document) {
    if (!document.has("schema")) {
      return of(document, document.text("reason", ""), Optional.empty(), true);
    }
    try {
      Release release = ReleaseDocument.readHistoric(document.map());
      return of(document, release.reason(), Optional.of(release), true);
    } catch (RuntimeException unreadable) {
      return of(document, String.valueOf(unreadable.getMessage()), Optional.empty(), false);
    }
  }

  private static StateAnswer of(
      JsonView document, String reason, Optional<Release> release, boolean isReadable) {
    return new StateAnswer(
        document.text("execution", ""),
        document.text("id", ""),
        (int) document.number("weight").orElse(0),
        reason,
        (long) document.number("waitSeconds").orElse(0),
        release,
        isReadable);
  }

  /** The release's name, or another one if the answer has none. */
  public String idOr(String otherwise) {
    return id.isEmpty() ? otherwise : id;
  }

  /**
   * The document.
   *
   * @throws IllegalStateException if it can't be read
   */
  public Optional<Release> requireReadable() {
    if (!isReadable) {
      throw new IllegalStateException(reason);
    }
    return release;
  }
}
