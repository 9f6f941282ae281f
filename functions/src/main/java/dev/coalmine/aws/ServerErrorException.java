package dev.coalmine.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * AWS answered a call with a status of 500 or above. Whether the call was applied is not known: an
 * answer may have been lost.
 */
public final class ServerErrorException extends AwsServiceException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(AwsServiceException answer) {
    super(answer.toBuilder().cause(answer));
  }
}
