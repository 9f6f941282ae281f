package dev.coalmine.document;

import dev.coalmine.aws.LatestEvents;
import dev.coalmine.release.Release;
import java.util.Optional;
import java.util.stream.Stream;

/** The release document, for whoever looks at a release from outside the workflow. */
public final class ReleaseDocument {
  private ReleaseDocument() {}

  /**
   * The last one of an execution, or nothing where there is none yet.
   *
   * @throws IllegalStateException if it is of a shape that this code does not know
   */
  public static Optional<Release> last(LatestEvents execution) {
    return LastDocument.of(execution);
  }

  /**
   * The one in an answer of one of its states.
   *
   * @param execution ARN
   * @param answer JSON
   * @throws IllegalStateException if it is of a shape that this code does not know
   */
  public static Optional<Release> inAnswer(String execution, String answer) {
    return LastDocument.of(execution, Stream.of(answer));
  }

  /**
   * Reads what a handler answered.
   *
   * @param answer JSON
   * @throws IllegalStateException if it is of a shape that this code does not know
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
