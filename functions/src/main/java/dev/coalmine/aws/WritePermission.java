package dev.coalmine.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Whether a function may write a target. AWS has no call that tells, so it is asked for a write
 * that it must refuse for another reason: who lacks the permission is told so before.
 *
 * @param target how people call it
 * @param granted whether it may
 * @param why what AWS says if not; else empty
 */
public record WritePermission(String target, boolean granted, String why) {
  private static final int FORBIDDEN = 403;

  static WritePermission granted(Object target) {
    return new WritePermission(target.toString(), true, "");
  }

  /**
   * What a refusal says of the permission.
   *
   * @throws AwsServiceException the refusal itself, if it says nothing of it
   */
  static WritePermission of(Object target, AwsServiceException refusal) {
    if (refusal.statusCode() != FORBIDDEN) {
      throw refusal;
    }
    return new WritePermission(target.toString(), false, refusal.awsErrorDetails().errorMessage());
  }

  /** AWS did not refuse. */
  static IllegalStateException unexpectedWrite(Object target) {
    return new IllegalStateException(
        "AWS accepted a write to %s that it should have rejected; the write changes nothing"
            .formatted(target));
  }
}
