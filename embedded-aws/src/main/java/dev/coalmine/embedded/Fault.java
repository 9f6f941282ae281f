package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.Map;
import java.util.function.Supplier;

/** What goes wrong with one call of an operation. */
public sealed interface Fault {

  /** Nothing goes wrong: lets a call through before the next fault of a queue. */
  static Fault none() {
    return new NoFault();
  }

  /** The service says that the caller asks too often, in its own words; nothing is applied. */
  static Fault throttled() {
    return new ThrottledCall();
  }

  /** The service fails with a 500; nothing is applied. */
  static Fault serviceError() {
    return new ServiceFailure();
  }

  /** The service refuses with this error; nothing is applied. */
  static Fault error(int status, String code, String message) {
    return new RefusedCall(status, code, message);
  }

  /** API Gateway refuses because somebody else changes the same API; nothing is applied. */
  static Fault concurrentModification() {
    return error(
        409,
        "ConflictException",
        "Unable to complete operation due to concurrent modification. Please try again later.");
  }

  /** The call is applied, but the client gets a 500 instead of the answer. */
  static Fault lostResponse() {
    return new LostResponse();
  }

  /** Someone else does this just before the call is served. */
  static Fault before(Runnable change) {
    return new ChangeBefore(change);
  }

  /** Someone else does this after the call was served, before the client gets the answer. */
  static Fault after(Runnable change) {
    return new ChangeAfter(change);
  }

  /**
   * Makes the call, or not.
   *
   * @param operation as IAM names it
   * @throws AwsError when the client shall see this instead of the answer
   */
  WireResponse apply(String operation, Supplier<WireResponse> call);

  /** Nothing goes wrong. */
  record NoFault() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      return call.get();
    }
  }

  /** Asked too often. */
  record ThrottledCall() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      throw throttling(operation, 0); // the client waits in real time
    }
  }

  /** The service failed. */
  record ServiceFailure() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      throw failure(operation, "The service encountered an internal error.");
    }
  }

  /**
   * The service refused.
   *
   * @param status HTTP status
   * @param code the service's error code
   * @param message what it says
   */
  record RefusedCall(int status, String code, String message) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      Map<String, String> headers = status == 429 ? Map.of("Retry-After", "0") : Map.of();
      throw new AwsError(status, code, message, headers);
    }
  }

  /** Applied, but the client never learns it. */
  record LostResponse() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      int status = call.get().status();
      throw failure(operation, "The answer, a " + status + ", was lost.");
    }
  }

  /**
   * Someone else was faster.
   *
   * @param change what they did
   */
  record ChangeBefore(Runnable change) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      change.run();
      return call.get();
    }
  }

  /**
   * Someone else came at once.
   *
   * @param change what they did
   */
  record ChangeAfter(Runnable change) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      WireResponse answer = call.get();
      change.run();
      return answer;
    }
  }

  /**
   * How the service of an operation says that it is asked too often.
   *
   * @param retryAfter whole seconds, told by the services that tell them
   */
  static AwsError throttling(String operation, int retryAfter) {
    Map<String, String> headers = Map.of("Retry-After", Integer.toString(retryAfter));
    return switch (serviceOf(operation)) {
      case "lambda", "apigateway" ->
          new AwsError(429, "TooManyRequestsException", "Rate exceeded", headers);
      case "cloudwatch" -> new AwsError(400, "Throttling", "Rate exceeded");
      default -> new AwsError(400, "ThrottlingException", "Rate exceeded");
    };
  }

  private static AwsError failure(String operation, String message) {
    String code =
        switch (serviceOf(operation)) {
          case "lambda" -> "ServiceException";
          case "cloudwatch" -> "InternalServiceError";
          case "events" -> "InternalException";
          default -> "InternalFailure";
        };
    return new AwsError(500, code, message);
  }

  private static String serviceOf(String operation) {
    return operation.substring(0, Math.max(0, operation.indexOf(':')));
  }
}
