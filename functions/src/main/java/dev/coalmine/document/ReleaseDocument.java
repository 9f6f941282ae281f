package dev.coalmine.document;

import dev.coalmine.release.Release;
import java.util.Map;

/** Reads and writes the release document outside the workflow. */
public final class ReleaseDocument {
  private ReleaseDocument() {}

  /**
   * Reads the answer of a handler, which must have the current schema.
   *
   * @param answer JSON
   * @throws IllegalStateException if it has another schema
   */
  public static Release read(String answer) {
    return convert(Json.readView(answer).map());
  }

  /**
   * Reads a document in the history of an execution. Documents of schema 4 are upgraded.
   *
   * @throws IllegalStateException if it has a schema that this code cannot read
   */
  static Release readHistoric(Map<String, Object> document) {
    return convert(SchemaUpgrade.upgrade(document));
  }

  private static Release convert(Map<String, Object> document) {
    requireKnownSchema(document.get("schema"));
    return Json.readRelease(document);
  }

  /** Throws an IllegalStateException if the schema is not the current one. */
  static void requireKnownSchema(Object schema) {
    if (!Integer.valueOf(Release.SCHEMA).equals(schema)) {
      throw new IllegalStateException(
          "cannot read the release document: its schema is %s, this version reads %d"
              .formatted(schema, Release.SCHEMA));
    }
  }

  /** Any value of the document as JSON on one line. */
  public static String toJson(Object value) {
    return Json.toJson(value);
  }
}
