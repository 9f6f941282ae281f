package dev.coalmine.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Whether a function's role may write a target. AWS has no call for this, so a write is sent that
 * AWS must refuse for another reason. It checks permissions first, so the error shows whether they
 * are missing.
 *
 * @param target such as {@code orders:live}
 * @param granted whether the role may write
 * @param why AWS's message if it may not; otherwise empty
 */
public record WritePermission(String target, boolean granted, String why) {
  private static final int FORBIDDEN = 403;

  static WritePermission granted(Object target) {
    return new WritePermission(target.toString(), true, "");
  }

  /** Whether AWS refused a write for its permission. */
  static boolean isMissing(AwsServiceException refusal) {
    return refusal.statusCode() == FORBIDDEN;
  }

  /**
   * The missing permission of a refusal with status 403.
   *
   * @throws AwsServiceException the refusal itself, if it has another status
   */
  static WritePermission of(Object target, AwsServiceException refusal) {
    if (!isMissing(refusal)) {
      throw refusal;
    }
    return new WritePermission(target.toString(), false, refusal.awsErrorDetails().errorMessage());
  }

  /** The exception for a write that AWS did not refuse. */
  static IllegalStateException unexpectedWrite(Object target) {
    return new IllegalStateException(
        "AWS accepted a write to %s that it should have rejected; the write changes nothing"
            .formatted(target));
  }
}
