package dev.coalmine.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** AWS throttled a call, in whatever words of its own the service has for it. */
public final class ThrottledException extends AwsServiceException {
  private static final long serialVersionUID = 1L;

  ThrottledException(AwsServiceException answer) {
    super(answer.toBuilder().cause(answer));
  }
}
