package dev.coalmine.embedded.lambda;

import java.time.Instant;

/**
 * One version of a function, or {@code $LATEST} at some moment.
 *
 * @param number the version number, or {@code $LATEST}
 * @param settings its configuration
 * @param code its deployment package
 * @param modified when it was made
 * @param revisionId changes with every change
 */
public record FunctionVersion(
    String number,
    FunctionSettings settings,
    FunctionCode code,
    Instant modified,
    String revisionId) {

  /** The qualifier of the unpublished version. */
  public static final String LATEST = "$LATEST";

  /**
   * The qualifier of the version that functions on managed instances publish without a number
   * (Lambda developer guide, "$LATEST.PUBLISHED version in Lambda Managed Instances").
   */
  public static final String LATEST_PUBLISHED = "$LATEST.PUBLISHED";

  boolean isPublished() {
    return !number.equals(LATEST);
  }

  boolean runsTheSameAs(FunctionVersion other) {
    return code.equals(other.code) && settings.equals(other.settings);
  }

  FunctionVersion revised(String newRevisionId) {
    return new FunctionVersion(number, settings, code, modified, newRevisionId);
  }
}
