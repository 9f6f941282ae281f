package dev.coalmine.aws;

/**
 * CloudFormation could not be told. What went wrong is said without the address, and without a
 * cause that might quote it: whoever has the address can answer in our place.
 */
public final class CallbackFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallbackFailedException(String why) {
    super("could not send the response to CloudFormation: " + why);
  }
}
