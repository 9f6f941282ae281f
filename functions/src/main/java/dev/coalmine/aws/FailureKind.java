package dev.coalmine.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Whether a failed AWS call is worth a retry. */
public enum FailureKind {
  /** AWS was busy or not reachable: the same call may succeed later. */
  PASSING,
  /** A permission is missing. */
  RIGHTS,
  /** Anything else: the same call would fail again. */
  LASTING;

  /** The kind of a failure. */
  public static FailureKind of(RuntimeException failure) {
    if (failure instanceof SdkClientException) {
      return PASSING; // no response: the network failed, or the time was up
    }
    if (!(failure instanceof AwsServiceException answer)) {
      return LASTING;
    }
    if (answer.isThrottlingException() || answer.statusCode() >= 500) {
      return PASSING;
    }
    return answer.awsErrorDetails() != null
            && "AccessDeniedException".equals(answer.awsErrorDetails().errorCode())
        ? RIGHTS
        : LASTING;
  }
}
