package dev.coalmine.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What a failed call means for whoever made it. */
public enum FailureKind {
  /** AWS was busy or out of reach: the same call may do later. */
  PASSING,
  /** A right is missing. */
  RIGHTS,
  /** Anything else: the same call would fail again. */
  LASTING;

  /** Which of them a failure is. */
  public static FailureKind of(RuntimeException failure) {
    if (failure instanceof SdkClientException) {
      return PASSING; // no answer: the network, or no time left
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
