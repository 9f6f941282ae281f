package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A fault of one call of an operation. */
public sealed interface Fault {

  /** No fault: lets one call through before the next fault of a queue. */
  static Fault none() {
    return new NoFault();
  }

  /** The service throttles the call with its own error. The call is not applied. */
  static Fault throttled() {
    return new ThrottledCall();
  }

  /** The service fails with a 500. The call is not applied. */
  static Fault serviceError() {
    return new ServiceFailure();
  }

  /** The service refuses with this error. The call is not applied. */
  static Fault error(int status, String code, String message) {
    return new RefusedCall(status, code, message);
  }

  /**
   * API Gateway refuses because of a concurrent change of the same API. The call is not applied.
   */
  static Fault concurrentModification() {
    return error(
        409,
        "ConflictException",
        "Unable to complete operation due to concurrent modification. Please try again later.");
  }

  /** The call is applied, but the client gets a 500 instead of the response. */
  static Fault lostResponse() {
    return new LostResponse();
  }

  /**
   * The connection is reset before the service has the request. The call is not applied. SDKs retry
   * it (SDKs and tools reference guide, "Retry behavior": connection errors are transient).
   */
  static Fault connectionReset() {
    return new ResetConnection(false);
  }

  /** The call is applied, but the connection is reset before the client gets the response. */
  static Fault lostConnection() {
    return new ResetConnection(true);
  }

  /**
   * The caller's role does not allow the call; the call is not applied (IAM user guide,
   * "Troubleshoot access denied error messages": changes of policies take effect after a while).
   */
  static Fault accessDenied() {
    return new DeniedCall();
  }

  /**
   * The call is made twice, and the client gets the second response: Lambda and EventBridge deliver
   * at least once (Lambda developer guide, "Asynchronous invocation"; EventBridge user guide, "How
   * EventBridge retries delivering events").
   */
  static Fault deliveredTwice() {
    return new RepeatedCall();
  }

  /** Another caller makes this change just before the call is served. */
  static Fault before(Runnable change) {
    return new ChangeBefore(change);
  }

  /**
   * Another caller makes this change after the call was served, before the client gets the
   * response.
   */
  static Fault after(Runnable change) {
    return new ChangeAfter(change);
  }

  /** The call is served as ever, and its response is kept for {@link #stale}. */
  static Fault keepingResponse(AtomicReference<WireResponse> kept) {
    return new KeptResponse(kept);
  }

  /**
   * The client of a read gets an older response: no service that Coalmine reads promises that a
   * read shows the last write.
   */
  static Fault stale(AtomicReference<WireResponse> kept) {
    return new StaleResponse(kept);
  }

  /**
   * Makes the call with this fault.
   *
   * @param operation as IAM names it
   * @throws AwsError when the client shall get this error instead of the response
   */
  WireResponse apply(String operation, Supplier<WireResponse> call);

  /** See {@link Fault#none()}. */
  record NoFault() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      return call.get();
    }
  }

  /** See {@link Fault#throttled()}. */
  record ThrottledCall() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      throw throttling(operation, 0); // the client waits in real time
    }
  }

  /** See {@link Fault#serviceError()}. */
  record ServiceFailure() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      throw failure(operation, "The service encountered an internal error.");
    }
  }

  /**
   * See {@link Fault#error}.
   *
   * @param status HTTP status
   * @param code the service's error code
   * @param message the service's error message
   */
  record RefusedCall(int status, String code, String message) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      Map<String, String> headers = status == 429 ? Map.of("Retry-After", "0") : Map.of();
      throw new AwsError(status, code, message, headers);
    }
  }

  /** See {@link Fault#lostResponse()}. */
  record LostResponse() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      int status = call.get().status();
      throw failure(operation, "The answer, a " + status + ", was lost.");
    }
  }

  /**
   * See {@link Fault#connectionReset()} and {@link Fault#lostConnection()}.
   *
   * @param applied whether the service handles the call before
   */
  record ResetConnection(boolean applied) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      if (applied) {
        WireResponse unused = call.get();
      }
      return WireResponse.CONNECTION_RESET;
    }
  }

  /** See {@link Fault#accessDenied()}. */
  record DeniedCall() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      String message = "User is not authorized to perform: " + operation;
      throw switch (serviceOf(operation)) {
        case "lambda", "apigateway" -> new AwsError(403, "AccessDeniedException", message);
        case "cloudwatch" -> new AwsError(403, "AccessDenied", message);
        default -> new AwsError(400, "AccessDeniedException", message);
      };
    }
  }

  /** See {@link Fault#deliveredTwice()}. */
  record RepeatedCall() implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      try {
        WireResponse unused = call.get();
      } catch (AwsError refused) { // nobody reads the first response
        return call.get();
      }
      return call.get();
    }
  }

  /**
   * See {@link Fault#before}.
   *
   * @param change the other caller's change
   */
  record ChangeBefore(Runnable change) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      change.run();
      return call.get();
    }
  }

  /**
   * See {@link Fault#after}.
   *
   * @param change the other caller's change
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
   * See {@link Fault#keepingResponse}.
   *
   * @param kept takes the response
   */
  record KeptResponse(AtomicReference<WireResponse> kept) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      kept.set(call.get());
      return kept.get();
    }
  }

  /**
   * See {@link Fault#stale}.
   *
   * @param kept has the older response
   */
  record StaleResponse(AtomicReference<WireResponse> kept) implements Fault {
    @Override
    public WireResponse apply(String operation, Supplier<WireResponse> call) {
      return kept.get();
    }
  }

  /**
   * The throttling error of the operation's service.
   *
   * @param retryAfter whole seconds; used by services that send Retry-After
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
