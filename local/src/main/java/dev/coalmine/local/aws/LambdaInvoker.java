package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Lambda's Invoke: finds the version, by weight if the alias has weights, and runs it. */
final class LambdaInvoker {
  private static final int MAX_PAYLOAD = 6_291_456;
  private static final int MAX_EVENT = 1_048_576;

  private final LambdaBook book;
  private final LambdaQueue asynchronous;
  private final Random draws;
  private final Uuids requestIds;
  private final Map<String, Runner> runners = new ConcurrentHashMap<>();
  private final AtomicReference<Runner> otherwise = new AtomicReference<>(Runner.NOTHING);
  private final List<InvocationListener> listeners = new CopyOnWriteArrayList<>();

  LambdaInvoker(LambdaBook book, long seed, LambdaQueue asynchronous) {
    this.book = book;
    this.asynchronous = asynchronous;
    this.draws = new Random(seed);
    this.requestIds = new Uuids(~seed);
  }

  /** Who serves one request: found while the book was held, used after. */
  private record Target(Runner.Call call, String alias, Instant start) {}

  void runner(String function, Runner runner) {
    runners.put(function, runner);
  }

  /** Says how functions run of which nobody said how. */
  void otherwise(Runner runner) {
    otherwise.set(runner);
  }

  void listener(InvocationListener listener) {
    listeners.add(listener);
  }

  WireAnswer invoke(LambdaCall call) {
    String type = call.request().header("x-amz-invocation-type");
    boolean event = type.equals("Event");
    Target target = target(call.function(), payload(call, event));
    return switch (type) {
      case "DryRun" -> LambdaWire.nothing(204);
      case "Event" -> {
        asynchronous.put(target.call().function(), () -> inBackground(target));
        yield LambdaWire.nothing(202); // recorded: it does not tell the version
      }
      case "", "RequestResponse" ->
          answered(target, call.request().header("x-amz-log-type").equals("Tail"));
      default ->
          throw LambdaErrors.validation(
              type,
              "invocationType",
              "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
    };
  }

  /** Runs what a qualifier stands for, as Invoke does. */
  Executed run(FunctionRef ref, byte[] payload) {
    Target target = target(ref, payload);
    return new Executed(target.call().version(), run(target));
  }

  private Target target(FunctionRef ref, byte[] payload) {
    synchronized (book) {
      LambdaFunction function = book.function(ref);
      FunctionVersion version = serving(function, ref);
      FunctionState state = book.state(function.name(), version.number());
      if (!state.canBeInvoked()) {
        throw LambdaErrors.inState(state);
      }
      Runner.Call call =
          new Runner.Call(
              function.name(),
              version.number(),
              ref.arn(),
              requestIds.next(),
              version.settings().environment(),
              Duration.ofSeconds(version.settings().number("Timeout")),
              version.settings().number("MemorySize"),
              payload);
      String alias = function.aliases().containsKey(ref.qualifier()) ? ref.qualifier() : "";
      return new Target(call, alias, book.now());
    }
  }

  private FunctionVersion serving(LambdaFunction function, FunctionRef ref) {
    Alias alias = function.aliases().get(ref.qualifier());
    if (alias == null) {
      return book.version(ref);
    }
    AliasRouting routing =
        new AliasRouting(alias.version(), function.weights(alias), alias.revisionId());
    String number =
        routing.weights().isEmpty() ? alias.version() : routing.pick(draws.nextDouble());
    return function.version(number).orElseThrow(() -> LambdaErrors.noFunction(ref.arn()));
  }

  private WireAnswer answered(Target target, boolean tail) {
    Runner.Result result = run(target);
    Map<String, String> headers = new LinkedHashMap<>();
    if (result.failed()) {
      headers.put("X-Amz-Function-Error", "Unhandled");
    }
    if (tail) {
      headers.put("X-Amz-Log-Result", log(target, result));
    }
    headers.put("x-amzn-RequestId", target.call().requestId());
    headers.put("X-Amz-Executed-Version", target.call().version());
    headers.put("Content-Type", "application/json");
    return new WireAnswer(200, headers, result.payload());
  }

  /** Nobody waits for it; the listeners have heard. */
  private LambdaQueue.Outcome inBackground(Target target) {
    try {
      return run(target).failed() ? LambdaQueue.Outcome.FAILED : LambdaQueue.Outcome.DONE;
    } catch (AwsError refused) {
      boolean passes = refused.status() == 429 || refused.status() >= 500;
      return passes ? LambdaQueue.Outcome.THROTTLED : LambdaQueue.Outcome.DONE;
    }
  }

  private Runner.Result run(Target target) {
    Runner runner = runners.getOrDefault(target.call().function(), otherwise.get());
    long began = System.nanoTime();
    try {
      Runner.Result result = checked(runner.run(target.call()));
      tell(target, result.took(), result.failed(), false);
      return result;
    } catch (AwsError refused) {
      tell(target, Duration.ZERO, false, refused.status() == 429);
      throw refused;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError thrown) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      tell(target, took, true, false);
      return new Runner.Result(Json.bytes(FunctionFailure.wire(thrown)), true, took);
    }
  }

  private static Runner.Result checked(Runner.Result result) {
    if (result.payload().length <= MAX_PAYLOAD) {
      return result;
    }
    String message =
        "Response payload size exceeded maximum allowed payload size (" + MAX_PAYLOAD + " bytes).";
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("errorMessage", message);
    wire.put("errorType", "Function.ResponseSizeTooLarge");
    return new Runner.Result(Json.bytes(wire), true, result.took());
  }

  private void tell(Target target, Duration took, boolean error, boolean throttled) {
    Runner.Call call = target.call();
    Invocation invocation =
        new Invocation(
            call.function(),
            target.alias(),
            call.version(),
            target.start(),
            took,
            error,
            throttled);
    listeners.forEach(listener -> listener.invoked(invocation));
  }

  private static byte[] payload(LambdaCall call, boolean event) {
    byte[] body = call.request().body();
    int limit = event ? MAX_EVENT : MAX_PAYLOAD;
    if (body.length > limit) {
      throw LambdaErrors.tooLarge(limit, "InvokeFunction");
    }
    if (body.length == 0) {
      return "{}".getBytes(StandardCharsets.UTF_8);
    }
    try {
      Json.check(call.request().text());
      return body;
    } catch (IllegalArgumentException e) {
      throw new AwsError(
          400,
          "InvalidRequestContentException",
          "Could not parse request body into json: " + e.getMessage());
    }
  }

  private static String log(Target target, Runner.Result result) {
    String id = target.call().requestId();
    String text =
        String.format(
            Locale.ROOT,
            "START RequestId: %s Version: %s%nEND RequestId: %s%n"
                + "REPORT RequestId: %s\tDuration: %.2f ms\tMemory Size: %d MB\t%n",
            id,
            target.call().version(),
            id,
            id,
            result.took().toNanos() / 1e6,
            target.call().memoryMegabytes());
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
