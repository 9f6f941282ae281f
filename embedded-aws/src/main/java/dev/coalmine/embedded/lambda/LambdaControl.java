package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.json.RecordTrees;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes and reads Lambda's state from Java, as another client would. It also sets what AWS or
 * time would decide: runners, states of versions and the time that provisioning takes.
 */
public final class LambdaControl {
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
   * Throttles invocations from now on while so many run in the account (Lambda quotas, "Concurrent
   * executions", 1,000 by default). A function gets 1,000 more environments every ten seconds
   * ("Lambda scaling behavior"), so that limit never binds below this one.
   */
  public void limitConcurrency(int most) {
    invoker.limitConcurrency(most);
  }

  /**
   * Creates a function and sets its runner.
   *
   * @param function its bare name
   * @param handler the handler in its configuration
   * @param code its deployment package; any bytes
   * @param environment its environment variables
   * @param runner runs the invocations of all its versions
   * @return its ARN, unqualified
   * @throws AwsError if the function exists
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

  /** Creates a function without a runner. */
  public String createFunction(
      String function, String handler, byte[] code, Map<String, String> environment) {
    synchronized (store) {
      functions.create(function, handler, FunctionCode.of(code), environment);
    }
    return Arns.function(function);
  }

  /**
   * All functions with versions, aliases, policies and tags, as a tree to save.
   *
   * @param without names of functions to leave out
   */
  public Object save(Set<String> without) {
    synchronized (store) {
      return store.functions().values().stream()
          .filter(function -> !without.contains(function.name()))
          .map(function -> RecordTrees.write(function.save()))
          .toList();
    }
  }

  /**
   * Adds the functions of a tree that {@link #save} returned. They have no runners.
   *
   * @throws IllegalArgumentException if the tree is something else
   */
  public void restore(Object tree) {
    List<SavedFunction> saved = RecordTrees.readAll(SavedFunction.class, tree, "functions");
    synchronized (store) {
      saved.forEach(each -> store.functions().put(each.name(), LambdaFunction.of(each)));
    }
  }

  /** Sets the runner of a function, which need not exist yet. */
  public void setRunner(String function, FunctionRunner runner) {
    invoker.setRunner(function, runner);
  }

  /** Sets the runner of each function with one of its own to a wrapper of it. */
  public void wrapRunners(UnaryOperator<FunctionRunner> wrapper) {
    invoker.wrapRunners(wrapper);
  }

  /** Sets the runner of all functions without a runner of their own. The first one returns null. */
  public void setRunner(FunctionRunner runner) {
    invoker.setDefaultRunner(runner);
  }

  /**
   * Wraps what runs a function that has no runner of its own; no effect on one that has.
   *
   * @param wrapper is given what runs all functions without a runner of their own
   */
  public void wrapRunner(String function, UnaryOperator<FunctionRunner> wrapper) {
    invoker.wrapDefaultRunner(function, wrapper);
  }

  /**
   * Updates a function's code and publishes it.
   *
   * @return the new version's number; the newest one's when nothing has changed
   * @throws AwsError if there is no such function
   */
  public String publish(String function, byte[] code) {
    synchronized (store) {
      LambdaFunction found = function(function);
      FunctionCode changed = FunctionCode.of(code);
      if (!changed.equals(found.latest().code())) {
        functions.change(found, found.latest().settings(), changed);
      }
      return functions.publish(found, "").number();
    }
  }

  /**
   * Changes a function's settings, as UpdateFunctionConfiguration does.
   *
   * @param changes fields of that request
   */
  public void configure(String function, Map<String, Object> changes) {
    synchronized (store) {
      LambdaFunction found = function(function);
      FunctionSettings settings = found.latest().settings().changed(new JsonFields(changes));
      functions.change(found, settings, found.latest().code());
    }
  }

  /** Publishes a function without a number, as the console does on managed instances. */
  public void publishWithoutNumber(String function) {
    synchronized (store) {
      function(function).publishWithoutNumber(store.now(), store.newRevision());
    }
  }

  /**
   * Sets the number of a function's next version, as if the versions in between had been deleted.
   *
   * @param next has no effect unless it is above the newest version's number
   */
  public void setNextVersionNumber(String function, long next) {
    synchronized (store) {
      function(function).setNextVersionNumber(next);
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
   * Creates an alias, or updates it whatever its revision is.
   *
   * @param weights shares from 0 to 1 of other versions; empty for none
   * @throws AwsError as CreateAlias and UpdateAlias refuse it
   */
  public void putAlias(String function, String alias, String version, Map<String, Double> weights) {
    synchronized (store) {
      aliases.put(function(function), alias, version, weights);
    }
  }

  /** How an alias splits its requests now. Empty when there is no such alias. */
  public Optional<AliasTrafficSplit> trafficSplit(String function, String alias) {
    synchronized (store) {
      if (!store.functions().containsKey(function)) {
        return Optional.empty();
      }
      LambdaFunction found = function(function);
      return Optional.ofNullable(found.aliases().get(alias)).map(found::trafficSplit);
    }
  }

  /** The names of all functions, in alphabetical order. */
  public List<String> functions() {
    synchronized (store) {
      return List.copyOf(store.functions().keySet());
    }
  }

  /** The names of a function's aliases, in alphabetical order. Empty for an unknown function. */
  public List<String> aliases(String function) {
    synchronized (store) {
      LambdaFunction found = store.functions().get(function);
      return found == null ? List.of() : List.copyOf(found.aliases().keySet());
    }
  }

  /**
   * The numbers of a function's published versions, oldest first. Empty for an unknown function.
   */
  public List<String> versions(String function) {
    synchronized (store) {
      LambdaFunction found = store.functions().get(function);
      return found == null
          ? List.of()
          : found.versions().values().stream().map(FunctionVersion::number).toList();
    }
  }

  /**
   * Sets the state of a version, which need not exist yet.
   *
   * @param version its number, or {@code $LATEST}
   */
  public void setVersionState(String function, String version, FunctionState state) {
    setVersionState(function, version, state, Instant.MAX);
  }

  /** Sets the state of a version until a moment. After it the version is active. */
  public void setVersionState(String function, String version, FunctionState state, Instant until) {
    synchronized (store) {
      VersionStateOverrides.VersionStateOverride override =
          new VersionStateOverrides.VersionStateOverride(state, state.reason(), until);
      store.stateOverrides().put(new FunctionRef(function, version), override);
    }
  }

  /**
   * Sets how long provisioned concurrency takes to become ready; zero at first. For this time an
   * alias with provisioned concurrency keeps sending all requests to its old version after an
   * update.
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
   * Permits a service to invoke a function, or one version or alias of it.
   *
   * @param qualifier a version or an alias; empty for unqualified invocations
   * @param statementId the statement's Sid
   * @param service such as {@code apigateway.amazonaws.com}
   * @param sourceArn the source's ARN, with the wildcards * and ?; empty for any source
   * @throws AwsError as AddPermission refuses it
   */
  public void addPermission(
      String function, String qualifier, String statementId, String service, String sourceArn) {
    synchronized (store) {
      policies.permit(new FunctionRef(function, qualifier), statementId, service, sourceArn);
    }
  }

  /**
   * Whether a service may invoke a function on behalf of a source in this account. A version or
   * alias needs a permission of its own; the function's permission does not cover it.
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

  /** Adds tags to a function. */
  public void tagFunction(String function, Map<String, String> tags) {
    synchronized (store) {
      function(function).tags().putAll(tags);
    }
  }

  /**
   * Runs changes with revision ids of a separate sequence. All other revision ids stay as they
   * would be without these changes.
   *
   * @param seed of the separate revision ids
   * @param changes calls methods of this class and never blocks
   */
  public void withOwnSequence(long seed, Runnable changes) {
    synchronized (store) {
      store.withOwnSequence(new SeededUuids(seed), changes);
    }
  }

  /** Sets the number of retries of failed asynchronous invocations. The default is 2. */
  public void setAsyncRetries(String function, int times) {
    queue.setRetries(function, times);
  }

  /** Invocations whose callers lose them. */
  public LostInvocations lostInvocations() {
    return invoker.lost();
  }

  /** Adds a listener for all later invocations. */
  public void addListener(InvocationListener listener) {
    invoker.addListener(listener);
  }

  /**
   * Invokes a function synchronously.
   *
   * @param function its name or ARN, with or without a qualifier
   * @param payload JSON in UTF-8
   * @throws AwsError as Invoke refuses it
   */
  public FunctionRunner.FunctionResult invoke(String function, byte[] payload) {
    return invoker.run(FunctionRef.parse(function, ""), payload).result();
  }

  /**
   * Invokes the version of a qualifier synchronously.
   *
   * @param function its bare name
   * @param qualifier alias or version; empty for none
   * @param payload JSON in UTF-8
   * @throws AwsError as Invoke refuses it
   */
  public CompletedInvocation run(String function, String qualifier, byte[] payload) {
    return invoker.run(new FunctionRef(function, qualifier), payload);
  }

  private LambdaFunction function(String name) {
    return store.function(new FunctionRef(name, ""));
  }
}
