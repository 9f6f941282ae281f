package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes and reads Lambda's state from Java, as another client would. It also sets what AWS or
 * time would decide: runners, states of versions and the time that provisioning takes.
 */
public final class LambdaControl {
  private static final String ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/local";

  private final LambdaStore store;
  private final FunctionOperations functions;
  private final AliasOperations aliases;
  private final ProvisionedConcurrencyOperations provisioned;
  private final PolicyOperations policies;
  private final AsyncInvocationQueue queue;
  private final LambdaInvoker invoker;

  LambdaControl(LambdaStore store, AsyncInvocationQueue queue, LambdaInvoker invoker) {
    this.store = store;
    this.queue = queue;
    this.invoker = invoker;
    functions = new FunctionOperations(store);
    aliases = new AliasOperations(store);
    provisioned = new ProvisionedConcurrencyOperations(store);
    policies = new PolicyOperations(store);
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
    synchronized (store) {
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
    synchronized (store) {
      LambdaFunction found = store.function(new FunctionRef(function, ""));
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
    synchronized (store) {
      store.function(new FunctionRef(function, "")).setNextVersionNumber(next);
    }
  }

  /**
   * Deletes a version.
   *
   * @throws AwsError if an alias uses it
   */
  public void deleteVersion(String function, String version) {
    synchronized (store) {
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
    synchronized (store) {
      LambdaFunction found = store.function(new FunctionRef(function, ""));
      FunctionAlias before =
          found.aliases().getOrDefault(alias, new FunctionAlias(alias, version, "", Map.of(), ""));
      aliases.write(found, before, new JsonFields(request));
    }
  }

  /** Who gets what share of an alias now; empty when there is no such alias. */
  public Optional<AliasTrafficSplit> trafficSplit(String function, String alias) {
    synchronized (store) {
      if (!store.functions().containsKey(function)) {
        return Optional.empty();
      }
      LambdaFunction found = store.function(new FunctionRef(function, ""));
      return Optional.ofNullable(found.aliases().get(alias))
          .map(
              one ->
                  new AliasTrafficSplit(
                      one.version(), found.effectiveWeights(one), one.revisionId()));
    }
  }

  /** The names of all functions, in alphabetical order. */
  public List<String> functions() {
    synchronized (store) {
      return List.copyOf(store.functions().keySet());
    }
  }

  /** The names of a function's aliases, in alphabetical order; none of a function unknown. */
  public List<String> aliases(String function) {
    synchronized (store) {
      LambdaFunction found = store.functions().get(function);
      return found == null ? List.of() : List.copyOf(found.aliases().keySet());
    }
  }

  /** The numbers of a function's published versions, oldest first; none of a function unknown. */
  public List<String> versions(String function) {
    synchronized (store) {
      LambdaFunction found = store.functions().get(function);
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
    synchronized (store) {
      VersionStateOverrides.VersionStateOverride override =
          new VersionStateOverrides.VersionStateOverride(state, state.reason(), until);
      store.stateOverrides().put(new FunctionRef(function, version), override);
    }
  }

  /**
   * How long provisioned concurrency takes to become ready; zero at first. So long an alias that
   * has it keeps sending all requests to its old version after it was pointed at a new one.
   */
  public void setProvisioningTime(Duration time) {
    synchronized (store) {
      store.provisioningTime(time);
    }
  }

  /**
   * Gives an alias or a version provisioned concurrency.
   *
   * @throws AwsError as PutProvisionedConcurrencyConfig refuses it
   */
  public void putProvisionedConcurrency(String function, String qualifier, int executions) {
    synchronized (store) {
      FunctionRef ref = new FunctionRef(function, qualifier);
      provisioned.put(store.function(ref), ref, executions);
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
    synchronized (store) {
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
    synchronized (store) {
      return policies.allows(new FunctionRef(function, qualifier), principalService, sourceArn);
    }
  }

  /** Gives a function tags, beside those that it has. */
  public void tagFunction(String function, Map<String, String> tags) {
    synchronized (store) {
      store.function(new FunctionRef(function, "")).tags().putAll(tags);
    }
  }

  /**
   * Makes something beside the rest: whatever is made before and after has the revision ids that it
   * would have without it.
   *
   * @param seed of the revision ids in it
   * @param changes calls methods of this service, and nothing else that waits for anyone
   */
  public void withOwnSequence(long seed, Runnable changes) {
    synchronized (store) {
      store.withOwnSequence(new SeededUuids(seed), changes);
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
