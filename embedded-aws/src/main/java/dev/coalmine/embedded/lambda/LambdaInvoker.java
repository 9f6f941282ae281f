package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.AsyncInvocationQueue.AttemptResult;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionCall;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionResult;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.RestJson;
import dev.coalmine.embedded.protocol.SeededUuids;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Lambda's Invoke: selects the version, by weight if the alias has weights, and runs it. */
final class LambdaInvoker {
  private static final int MAX_PAYLOAD = 6_291_456;
  private static final int MAX_EVENT = 1_048_576;

  private final LambdaStore store;
  private final AsyncInvocationQueue asynchronous;
  private final LostInvocations lost;
  private final Random random;
  private final SeededUuids requestIds;
  private final Map<String, FunctionRunner> runners = new ConcurrentHashMap<>();
  private final AtomicReference<FunctionRunner> defaultRunner =
      new AtomicReference<>(FunctionRunner.RETURNS_NULL);
  private final List<InvocationListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private volatile int mostRunning = Integer.MAX_VALUE;

  LambdaInvoker(
      LambdaStore store, long seed, AsyncInvocationQueue asynchronous, LostInvocations lost) {
    this.store = store;
    this.asynchronous = asynchronous;
    this.lost = lost;
    this.random = new Random(seed);
    this.requestIds = new SeededUuids(~seed);
  }

  /** The target of one request. It is selected under the store's lock and used after it. */
  private record InvocationTarget(FunctionCall call, String alias, Instant start) {}

  void setRunner(String function, FunctionRunner runner) {
    runners.put(function, runner);
  }

  /** Sets the runner of all functions without a runner of their own. */
  void setDefaultRunner(FunctionRunner runner) {
    defaultRunner.set(runner);
  }

  /** Sets the runner of a function without one of its own to a wrapper of the default runner. */
  void wrapDefaultRunner(String function, UnaryOperator<FunctionRunner> wrapper) {
    runners.computeIfAbsent(function, f -> wrapper.apply(call -> defaultRunner.get().run(call)));
  }

  /** Sets the runner of each function with one of its own to a wrapper of it. */
  void wrapRunners(UnaryOperator<FunctionRunner> wrapper) {
    runners.replaceAll((function, runner) -> wrapper.apply(runner));
  }

  /** Refuses invocations from now on while so many run. */
  void limitConcurrency(int most) {
    mostRunning = most;
  }

  LostInvocations lost() {
    return lost;
  }

  void addListener(InvocationListener listener) {
    listeners.add(listener);
  }

  WireResponse invoke(LambdaCall call) {
    String type = call.request().header("x-amz-invocation-type");
    boolean event = type.equals("Event");
    InvocationTarget target = target(call.function(), payload(call, event));
    return switch (type) {
      case "DryRun" -> RestJson.empty(204);
      case "Event" -> {
        asynchronous.put(target.call().function(), () -> runAsynchronously(target));
        yield RestJson.empty(202); // recorded: no version header
      }
      case "", "RequestResponse" ->
          runSynchronously(target, call.request().header("x-amz-log-type").equals("Tail"));
      default ->
          throw LambdaErrors.validation(
              type,
              "invocationType",
              "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
    };
  }

  /** Invokes the version of a qualifier, as Invoke does. */
  CompletedInvocation run(FunctionRef ref, byte[] payload) {
    InvocationTarget target = target(ref, payload);
    return new CompletedInvocation(target.call().version(), run(target));
  }

  private InvocationTarget target(FunctionRef ref, byte[] payload) {
    synchronized (store) {
      LambdaFunction function = store.function(ref);
      FunctionVersion version = serving(function, ref);
      FunctionState state = store.state(function.name(), version.number());
      if (!state.canBeInvoked()) {
        throw LambdaErrors.inState(state);
      }
      String alias = function.aliases().containsKey(ref.qualifier()) ? ref.qualifier() : "";
      return new InvocationTarget(call(ref, version, payload), alias, store.now());
    }
  }

  private FunctionCall call(FunctionRef ref, FunctionVersion version, byte[] payload) {
    return new FunctionCall(
        ref.name(),
        version.number(),
        ref.arn(),
        requestIds.next(),
        version.settings().environment(),
        Duration.ofSeconds(version.settings().number("Timeout")),
        version.settings().number("MemorySize"),
        payload);
  }

  private FunctionVersion serving(LambdaFunction function, FunctionRef ref) {
    FunctionAlias alias = function.aliases().get(ref.qualifier());
    if (alias == null) {
      return store.version(ref);
    }
    AliasTrafficSplit split = function.trafficSplit(alias);
    String number =
        split.weights().isEmpty() ? alias.version() : split.pickVersion(random.nextDouble());
    return function.version(number).orElseThrow(() -> LambdaErrors.noFunction(ref.arn()));
  }

  private WireResponse runSynchronously(InvocationTarget target, boolean tail) {
    FunctionResult result = run(target);
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
    return new WireResponse(200, headers, result.payload());
  }

  /**
   * Runs an asynchronous attempt. Its payload is dropped; only the listeners receive its result.
   */
  private AttemptResult runAsynchronously(InvocationTarget target) {
    try {
      return run(target).failed() ? AttemptResult.FAILED : AttemptResult.DONE;
    } catch (AwsError refused) {
      boolean temporary = refused.status() == 429 || refused.status() >= 500;
      return temporary ? AttemptResult.THROTTLED : AttemptResult.DONE;
    }
  }

  private FunctionResult run(InvocationTarget target) {
    FunctionRunner runner = runners.getOrDefault(target.call().function(), defaultRunner.get());
    long began = System.nanoTime();
    try {
      FunctionResult result = checked(counted(runner, target.call()));
      notifyListeners(target, result.duration(), result.failed(), false);
      return result;
    } catch (AwsError refused) {
      notifyListeners(target, Duration.ZERO, false, refused.status() == 429);
      throw refused;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError thrown) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      notifyListeners(target, took, true, false);
      return new FunctionResult(Json.toBytes(FunctionErrorPayload.of(thrown)), true, took);
    }
  }

  private FunctionResult counted(FunctionRunner runner, FunctionCall call) throws Exception {
    try {
      if (running.incrementAndGet() > mostRunning) {
        throw LambdaErrors.concurrency();
      }
      return lost.run(runner, call);
    } finally {
      running.decrementAndGet();
    }
  }

  private static FunctionResult checked(FunctionResult result) {
    if (result.payload().length <= MAX_PAYLOAD) {
      return result;
    }
    String message =
        "Response payload size exceeded maximum allowed payload size (" + MAX_PAYLOAD + " bytes).";
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("errorMessage", message);
    wire.put("errorType", "Function.ResponseSizeTooLarge");
    return new FunctionResult(Json.toBytes(wire), true, result.duration());
  }

  private void notifyListeners(
      InvocationTarget target, Duration took, boolean error, boolean throttled) {
    FunctionCall call = target.call();
    Invocation invocation =
        new Invocation(
            call.function(),
            target.alias(),
            call.version(),
            target.start(),
            took,
            error,
            throttled);
    listeners.forEach(listener -> listener.onInvocation(invocation));
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
      Json.validate(call.request().text());
      return body;
    } catch (IllegalArgumentException e) {
      throw new AwsError(
          400,
          "InvalidRequestContentException",
          "Could not parse request body into json: " + e.getMessage());
    }
  }

  private static String log(InvocationTarget target, FunctionResult result) {
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
            result.duration().toNanos() / 1e6,
            target.call().memoryMegabytes());
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
