package dev.coalmine.document;

import dev.coalmine.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;

/**
 * The event of a handler.
 *
 * @param release the release document
 * @param now the moment at which the state was entered, the same for each retry
 * @param message what ended the wait or answered the hook, for Steer alone; else null
 * @param token of the task that waits, for CallHook alone; else null
 * @param failure Error and Cause of the state that failed before; empty when none did
 * @param dryRun whether a handler that writes only checks its permissions
 */
public record HandlerEvent(
    Release release,
    Instant now,
    Object message,
    String token,
    Map<String, Object> failure,
    boolean dryRun) {

  /**
   * Reads an event.
   *
   * @throws IllegalStateException if its document has a schema that this code does not know
   */
  public static HandlerEvent read(InputStream in) throws IOException {
    HandlerEvent event = Json.read(in, HandlerEvent.class);
    requireKnownSchema(event.release().schema());
    return event;
  }

  /**
   * Checks the schema of a document.
   *
   * @throws IllegalStateException if this code does not know it
   */
  static void requireKnownSchema(Object schema) {
    if (!Integer.valueOf(Release.SCHEMA).equals(schema)) {
      throw new IllegalStateException(
          "cannot read the release document: its schema is %s, this version reads %d"
              .formatted(schema, Release.SCHEMA));
    }
  }
}
