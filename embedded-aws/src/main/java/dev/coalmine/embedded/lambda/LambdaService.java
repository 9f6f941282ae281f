package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.clock.Scheduler;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.ParameterTable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Lambda's wire side: functions, versions, aliases with weights, and Invoke (REST JSON, API
 * 2015-03-31). What clients create is active at once unless {@link LambdaControl#setVersionState}
 * set another state.
 */
public final class LambdaService implements AwsService {
  private static final ParameterTable PARAMETERS =
      ParameterTable.of(LambdaService.class, "lambda.parameters", "InvalidParameterValueException");

  private final LambdaStore store;
  private final FunctionOperations functions;
  private final AliasOperations aliases;
  private final ProvisionedConcurrencyOperations provisioned;
  private final PolicyOperations policies;
  private final TagOperations tags;
  private final LambdaInvoker invoker;
  private final LambdaControl control;

  /** A Lambda that runs each asynchronous invocation on a thread of its own. */
  public LambdaService(InstantSource clock, long seed) {
    this(clock, seed, LambdaService::inBackground);
  }

  /** A Lambda that never retries an asynchronous invocation. */
  public LambdaService(InstantSource clock, long seed, Executor asynchronous) {
    this(clock, seed, asynchronous, (moment, task) -> {});
  }

  /**
   * A Lambda without functions.
   *
   * @param clock the current time
   * @param seed of revision ids, request ids and the choice by weight
   * @param asynchronous runs invocations of type Event
   * @param scheduler schedules retries of asynchronous invocations
   */
  public LambdaService(InstantSource clock, long seed, Executor asynchronous, Scheduler scheduler) {
    store = new LambdaStore(clock, seed);
    functions = new FunctionOperations(store);
    aliases = new AliasOperations(store);
    provisioned = new ProvisionedConcurrencyOperations(store);
    policies = new PolicyOperations(store);
    tags = new TagOperations(store);
    AsyncInvocationQueue queue = new AsyncInvocationQueue(asynchronous, clock, scheduler);
    invoker = new LambdaInvoker(store, seed, queue, new LostInvocations(clock, scheduler));
    control = new LambdaControl(store, queue, invoker);
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "asynchronous-invocation");
    thread.setDaemon(true);
    thread.start();
  }

  /** Changes and reads the same state from Java. */
  public LambdaControl control() {
    return control;
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    return LambdaCall.of(request).map(call -> "lambda:" + call.operation().action());
  }

  @Override
  public WireResponse handle(WireRequest request) {
    LambdaCall call =
        LambdaCall.of(request)
            .orElseThrow(
                () ->
                    new AwsError(
                        404, "UnknownOperationException", "no operation at " + request.path()));
    boolean isInvoke = call.operation() == LambdaOperation.INVOKE; // its body is the payload
    PARAMETERS.check(
        call.operation().action(),
        request,
        isInvoke ? Optional.empty() : Optional.of(call.fields()));
    if (isInvoke) {
      return invoker.invoke(call);
    }
    synchronized (store) {
      return answer(call);
    }
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return LambdaErrors.toResponse(error);
  }

  private WireResponse answer(LambdaCall call) {
    return switch (call.operation()) {
      case CREATE_FUNCTION -> functions.create(call);
      case LIST_FUNCTIONS -> functions.list(call);
      case GET_FUNCTION -> functions.get(call);
      case DELETE_FUNCTION -> functions.delete(call);
      case UPDATE_FUNCTION_CODE -> functions.updateCode(call);
      case GET_FUNCTION_CONFIGURATION -> functions.getConfiguration(call);
      case UPDATE_FUNCTION_CONFIGURATION -> functions.updateConfiguration(call);
      case PUBLISH_VERSION -> functions.publish(call);
      case LIST_VERSIONS -> functions.listVersions(call);
      case CREATE_ALIAS -> aliases.create(call);
      case LIST_ALIASES -> aliases.list(call);
      case GET_ALIAS -> aliases.get(call);
      case UPDATE_ALIAS -> aliases.update(call);
      case DELETE_ALIAS -> aliases.delete(call);
      case INVOKE -> invoker.invoke(call);
      case ADD_PERMISSION -> policies.add(call);
      case GET_POLICY -> policies.get(call);
      case REMOVE_PERMISSION -> policies.remove(call);
      case LIST_TAGS -> tags.list(call);
      case TAG_RESOURCE -> tags.tag(call);
      case UNTAG_RESOURCE -> tags.untag(call);
      case PUT_PROVISIONED_CONCURRENCY -> provisioned.put(call);
      case GET_PROVISIONED_CONCURRENCY -> provisioned.get(call);
      case DELETE_PROVISIONED_CONCURRENCY -> provisioned.delete(call);
    };
  }
}
