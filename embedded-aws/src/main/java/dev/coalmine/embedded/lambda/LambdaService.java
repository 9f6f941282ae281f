package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.clock.Scheduler;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Lambda: functions, versions, aliases with weights, and Invoke (REST JSON, API 2015-03-31). What
 * clients make is settled at once unless {@link #setVersionState} said otherwise. Beside the wire
 * it can be filled and read from Java, which counts as somebody else's doing.
 */
public final class LambdaService implements AwsService {
  private static final String ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/local";

  private final LambdaStore book;
  private final FunctionOperations functions;
  private final AliasOperations aliases;
  private final ProvisionedConcurrencyOperations provisioned;
  private final PolicyOperations policies;
  private final TagOperations tags;
  private final AsyncInvocationQueue queue;
  private final LambdaInvoker invoker;

  /** A Lambda whose asynchronous invocations run on threads of their own. */
  public LambdaService(InstantSource clock, long seed) {
    this(clock, seed, LambdaService::inBackground);
  }

  /** A Lambda that tries no asynchronous invocation twice. */
  public LambdaService(InstantSource clock, long seed, Executor asynchronous) {
    this(clock, seed, asynchronous, (moment, task) -> {});
  }

  /**
   * A Lambda without functions.
   *
   * @param clock what time it is
   * @param seed of revision ids, of request ids and of the choice by weight
   * @param asynchronous runs invocations of type Event
   * @param scheduler schedules retries of asynchronous invocations
   */
  public LambdaService(InstantSource clock, long seed, Executor asynchronous, Scheduler scheduler) {
    book = new LambdaStore(clock, seed);
    functions = new FunctionOperations(book);
    aliases = new AliasOperations(book);
    provisioned = new ProvisionedConcurrencyOperations(book);
    policies = new PolicyOperations(book);
    tags = new TagOperations(book);
    queue = new AsyncInvocationQueue(asynchronous, clock, scheduler);
    invoker = new LambdaInvoker(book, seed, queue);
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "asynchronous-invocation");
    thread.setDaemon(true);
    thread.start();
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
    if (call.operation() == LambdaOperation.INVOKE) {
      return invoker.invoke(call);
    }
    synchronized (book) {
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

  /**
   * Makes a function and says how it runs.
   *
   * @param function its bare name
   * @param handler what its configuration names as handler
   * @param code its deployment package; any bytes
   * @param environment its environment variables
   * @param runner what an invocation of any of its versions does
   * @return its ARN, unqualified
   * @throws AwsError if there is one of this name
   */
  public String createFunction(
      String function,
      String handler,
      byte[] code,
      Map<String, String> environment,
      FunctionRunner runner) {
    String arn = createFunction(function, handler, code, environment);
    setRunner(function, runner);
    return arn;
  }

  /** Makes a function without saying how it runs. */
  public String createFunction(
      String function, String handler, byte[] code, Map<String, String> environment) {
    Map<String, Object> request =
        Map.of(
            "Runtime",
            "java25",
            "Role",
            ROLE,
            "Handler",
            handler,
            "Environment",
            Map.of("Variables", Map.copyOf(environment)));
    synchronized (book) {
      FunctionSettings settings = FunctionSettings.created(function, new JsonFields(request));
      functions.create(function, settings, FunctionCode.of(code));
    }
    return Arns.function(function);
  }

  /** Says how the versions of a function run, whether it exists yet or not. */
  public void setRunner(String function, FunctionRunner runner) {
    invoker.setRunner(function, runner);
  }

  /**
   * Says how the versions of those functions run of which nobody said how; at first they do
   * nothing.
   */
  public void setRunner(FunctionRunner runner) {
    invoker.setDefaultRunner(runner);
  }

  /**
   * Gives a function other code and publishes it.
   *
   * @return the new version's number; the newest one's when nothing has changed
   * @throws AwsError if there is no such function
   */
  public String publish(String function, byte[] code) {
    synchronized (book) {
      LambdaFunction found = book.function(new FunctionRef(function, ""));
      FunctionCode changed = FunctionCode.of(code);
      if (!changed.equals(found.latest().code())) {
        functions.change(found, found.latest().settings(), changed);
      }
      return functions.publish(found, "").number();
    }
  }

  /**
   * Gives the next version of a function this number, as if those in between had been deleted.
   *
   * @param next is of no effect unless above the newest version's number
   */
  public void setNextVersionNumber(String function, long next) {
    synchronized (book) {
      book.function(new FunctionRef(function, "")).setNextVersionNumber(next);
    }
  }

  /**
   * Deletes a version.
   *
   * @throws AwsError if an alias uses it
   */
  public void deleteVersion(String function, String version) {
    synchronized (book) {
      functions.delete(new FunctionRef(function, version));
    }
  }

  /**
   * Makes an alias, or points it elsewhere, whatever its revision is.
   *
   * @param weights shares from 0 to 1 of other versions; empty for none
   * @throws AwsError as CreateAlias and UpdateAlias refuse it
   */
  public void putAlias(String function, String alias, String version, Map<String, Double> weights) {
    Map<String, Object> request =
        Map.of(
            "FunctionVersion",
            version,
            "RoutingConfig",
            Map.of("AdditionalVersionWeights", Map.copyOf(weights)));
    synchronized (book) {
      LambdaFunction found = book.function(new FunctionRef(function, ""));
      FunctionAlias before =
          found.aliases().getOrDefault(alias, new FunctionAlias(alias, version, "", Map.of(), ""));
      aliases.write(found, before, new JsonFields(request));
    }
  }

  /** Who gets what share of an alias now; empty when there is no such alias. */
  public Optional<AliasTrafficSplit> trafficSplit(String function, String alias) {
    synchronized (book) {
      if (!book.functions().containsKey(function)) {
        return Optional.empty();
      }
      LambdaFunction found = book.function(new FunctionRef(function, ""));
      return Optional.ofNullable(found.aliases().get(alias))
          .map(
              one ->
                  new AliasTrafficSplit(
                      one.version(), found.effectiveWeights(one), one.revisionId()));
    }
  }

  /** The names of all functions, in alphabetical order. */
  public List<String> functions() {
    synchronized (book) {
      return List.copyOf(book.functions().keySet());
    }
  }

  /** The names of a function's aliases, in alphabetical order; none of a function unknown. */
  public List<String> aliases(String function) {
    synchronized (book) {
      LambdaFunction found = book.functions().get(function);
      return found == null ? List.of() : List.copyOf(found.aliases().keySet());
    }
  }

  /** The numbers of a function's published versions, oldest first; none of a function unknown. */
  public List<String> versions(String function) {
    synchronized (book) {
      LambdaFunction found = book.functions().get(function);
      return found == null
          ? List.of()
          : found.versions().values().stream().map(FunctionVersion::number).toList();
    }
  }

  /**
   * From now on a version is so, whether or not it exists yet.
   *
   * @param version its number, or {@code $LATEST}
   */
  public void setVersionState(String function, String version, FunctionState state) {
    setVersionState(function, version, state, Instant.MAX);
  }

  /** From now until a moment a version is so, and then it is active. */
  public void setVersionState(String function, String version, FunctionState state, Instant until) {
    synchronized (book) {
      VersionStateOverrides.VersionStateOverride condition =
          new VersionStateOverrides.VersionStateOverride(state, state.reason(), until);
      book.conditions().put(new FunctionRef(function, version), condition);
    }
  }

  /**
   * How long provisioned concurrency takes to become ready; zero at first. So long an alias that
   * has it keeps sending all requests to its old version after it was pointed at a new one.
   */
  public void setProvisioningTime(Duration time) {
    synchronized (book) {
      book.provisioningTime(time);
    }
  }

  /**
   * Gives an alias or a version provisioned concurrency.
   *
   * @throws AwsError as PutProvisionedConcurrencyConfig refuses it
   */
  public void putProvisionedConcurrency(String function, String qualifier, int executions) {
    synchronized (book) {
      FunctionRef ref = new FunctionRef(function, qualifier);
      provisioned.put(book.function(ref), ref, executions);
    }
  }

  /**
   * Lets a service invoke a function, or just one version or alias of it.
   *
   * @param qualifier a version or an alias; empty for the function when it is invoked without one
   * @param statementId what the permission is called
   * @param service such as {@code apigateway.amazonaws.com}
   * @param sourceArn on whose behalf, with * and ? for any; empty for anybody's
   * @throws AwsError as AddPermission refuses it
   */
  public void addPermission(
      String function, String qualifier, String statementId, String service, String sourceArn) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("StatementId", statementId);
    request.put("Action", "lambda:InvokeFunction");
    request.put("Principal", service);
    if (!sourceArn.isEmpty()) {
      request.put("SourceArn", sourceArn);
    }
    synchronized (book) {
      policies.add(new FunctionRef(function, qualifier), new JsonFields(request));
    }
  }

  /**
   * Whether a service may invoke a function on behalf of something of this account. The permission
   * must be for just this version or alias; that for the function does not count for them.
   *
   * @param qualifier a version or an alias; empty for none
   * @param principalService such as {@code apigateway.amazonaws.com}
   * @param sourceArn such as {@link Arns#executeApi}, with stage, method and path
   */
  public boolean allows(
      String function, String qualifier, String principalService, String sourceArn) {
    synchronized (book) {
      return policies.allows(new FunctionRef(function, qualifier), principalService, sourceArn);
    }
  }

  /** Gives a function tags, beside those that it has. */
  public void tagFunction(String function, Map<String, String> tags) {
    synchronized (book) {
      book.function(new FunctionRef(function, "")).tags().putAll(tags);
    }
  }

  /**
   * Makes something beside the rest: whatever is made before and after has the revision ids that it
   * would have without it.
   *
   * @param seed of the revision ids in it
   * @param made calls methods of this service, and nothing else that waits for anyone
   */
  public void withOwnSequence(long seed, Runnable made) {
    synchronized (book) {
      book.withOwnSequence(new SeededUuids(seed), made);
    }
  }

  /** Says how often an asynchronous invocation that fails is tried again; 2 times unless said. */
  public void setAsyncRetries(String function, int times) {
    queue.setRetries(function, times);
  }

  /** Lets a listener hear of all invocations from now on. */
  public void addListener(InvocationListener listener) {
    invoker.addListener(listener);
  }

  /**
   * Invokes a function and waits for it.
   *
   * @param function its name or ARN, with a qualifier or without
   * @param payload JSON in UTF-8
   * @throws AwsError as Invoke refuses it
   */
  public FunctionRunner.FunctionResult invoke(String function, byte[] payload) {
    return invoker.run(FunctionRef.parse(function, ""), payload).result();
  }

  /**
   * Invokes what a qualifier stands for, and waits for it.
   *
   * @param function its bare name
   * @param qualifier alias or version; empty for none
   * @param payload JSON in UTF-8
   * @throws AwsError as Invoke refuses it
   */
  public CompletedInvocation run(String function, String qualifier, byte[] payload) {
    return invoker.run(new FunctionRef(function, qualifier), payload);
  }
}
