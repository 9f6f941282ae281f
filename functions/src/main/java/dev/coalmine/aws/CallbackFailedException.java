package dev.coalmine.aws;

/**
 * A response to CloudFormation could not be sent. The message does not contain the signed address,
 * and there is no cause that might: anyone with the address can send a response.
 */
public final class CallbackFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallbackFailedException(String why) {
    super("could not send the response to CloudFormation: " + why);
  }
}
