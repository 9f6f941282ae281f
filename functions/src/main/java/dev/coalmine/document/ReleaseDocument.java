package dev.coalmine.document;

import dev.coalmine.release.Release;

/** Reads and writes the release document outside the workflow. */
public final class ReleaseDocument {
  private ReleaseDocument() {}

  /**
   * Reads the answer of a handler.
   *
   * @param answer JSON
   * @throws IllegalStateException if the document has a schema that this code does not know
   */
  public static Release read(String answer) {
    Release release = Json.read(answer, Release.class);
    HandlerEvent.requireKnownSchema(release.schema());
    return release;
  }

  /** Any value of the document as JSON on one line. */
  public static String toJson(Object value) {
    return Json.toJson(value);
  }
}
