package dev.coalmine.document;

import dev.coalmine.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;

/**
 * What the workflow tells a handler.
 *
 * @param release the release document
 * @param now the moment at which the state was entered, the same for each retry
 * @param told what woke the release or answered its hook, for Steer alone; else null
 * @param token of the task that waits, for CallHook alone; else null
 * @param failure Error and Cause of the state that failed before; empty when none did
 * @param dryRun whether a handler that writes is only to tell whether it may
 */
public record HandlerEvent(
    Release release,
    Instant now,
    Object told,
    String token,
    Map<String, Object> failure,
    boolean dryRun) {

  /** Reads an event whose document is of the shape that this code knows. */
  public static HandlerEvent read(InputStream in) throws IOException {
    HandlerEvent event = Json.read(in, HandlerEvent.class);
    requireKnownSchema(event.release().schema());
    return event;
  }

  /**
   * Makes sure that this code knows documents of that shape.
   *
   * @throws IllegalStateException if it does not
   */
  static void requireKnownSchema(Object schema) {
    if (!Integer.valueOf(Release.SCHEMA).equals(schema)) {
      throw new IllegalStateException(
          "cannot read the release document: its schema is %s, this version reads %d"
              .formatted(schema, Release.SCHEMA));
    }
  }
}
