package dev.coalmine.cli.sam;

import static dev.coalmine.cli.sam.SamTemplate.asMap;

import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.SnsTopics;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.stepfunctions.StateMachine;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates the resources of the template in an account, as far as the local mode has them. */
public final class StackDeployment {
  /** A separate seed: other functions don't change the revision ids of the workflow's functions. */
  private static final long SEED = 2718;

  private static final Pattern TOKEN = Pattern.compile("\\$\\{(\\w+)}");

  private static final String ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/coalmine";

  /** In the local mode, all functions and APIs may be released. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "Functions",
          Arns.function("*"),
          "HookFunctions",
          Arns.function("*"),
          "ProbedFunctions",
          Arns.function("*"),
          "RestApis",
          "arn:aws:apigateway:" + Arns.REGION + "::/restapis/*");

  private static final Map<String, String> NAMED_BY =
      Map.of(
          SamTemplate.FUNCTION,
          "FunctionName",
          SamTemplate.STATE_MACHINE,
          "Name",
          "AWS::Events::EventBus",
          "Name",
          "AWS::Events::Rule",
          "Name",
          "AWS::SQS::Queue",
          "QueueName",
          "AWS::SNS::Topic",
          "TopicName",
          "AWS::IAM::Role",
          "RoleName",
          "AWS::Logs::LogGroup",
          "LogGroupName");

  private final StackSources sources;
  private final SamTemplate template;
  private final LambdaControl lambda;
  private final EventBridgeService events;
  private final StackServices services;
  private final SnsTopics topics;
  private final BiConsumer<String, FunctionRunner.FunctionResult> resultListener;
  private final StackNames names;
  private final IntrinsicResolver resolver;

  /**
   * Prepares a deployment, and creates nothing yet.
   *
   * @param stack the stack's name
   * @param parameters values of the template's parameters; the others have the values of the local
   *     mode, or their defaults
   * @param resultListener is called with the logical name of a function and the result of each of
   *     its runs
   * @throws TemplateException if the template does not accept the parameters, or IAM would not
   *     accept the policies that they make
   */
  public StackDeployment(
      StackSources sources,
      String stack,
      Map<String, String> parameters,
      StackServices services,
      BiConsumer<String, FunctionRunner.FunctionResult> resultListener) {
    this.resultListener = resultListener;
    this.sources = sources;
    this.template = sources.template();
    this.lambda = services.lambda();
    this.events = services.events();
    this.services = services;
    this.topics = services.topics();
    this.names = new StackNames(template, stack);
    this.resolver = new IntrinsicResolver(template, withDefaults(parameters), names);
    sources.checkOnce(parameters, () -> PolicySizes.check(template, resolver));
  }

  private Map<String, String> withDefaults(Map<String, String> given) {
    template.checkParameters(given);
    Map<String, String> all = new LinkedHashMap<>(PARAMETERS);
    all.putAll(given);
    return all;
  }

  /**
   * Creates the functions.
   *
   * @return the state machines with their tokens replaced, by logical name; the release workflow
   *     first
   * @throws TemplateException if the template has something that is not supported here
   */
  public Map<String, StateMachine> deployFunctions() {
    nameResources();
    Collection<String> called = template.functionSubstitutions(template.stateMachine()).values();
    called.forEach(this::deployFunction);
    lambda.withOwnSequence(
        SEED,
        () -> {
          functions().stream().filter(name -> !called.contains(name)).forEach(this::deployFunction);
          functions().forEach(this::deployAlias);
        });
    return stateMachines();
  }

  /**
   * Publishes a new version of each function, as a new jar does, and moves the aliases to them.
   *
   * @return the state machines, which call the new versions
   */
  public Map<String, StateMachine> upgradeFunctions() {
    for (String function : functions()) {
      String name = names.physicalName(function);
      String code = name + lambda.versions(name).size();
      names.setVersion(function, lambda.publish(name, code.getBytes(StandardCharsets.UTF_8)));
      deployAlias(function);
    }
    return stateMachines();
  }

  private Map<String, StateMachine> stateMachines() {
    Map<String, StateMachine> machines = new LinkedHashMap<>();
    template.stateMachines().forEach(machine -> machines.put(machine, stateMachine(machine)));
    return machines;
  }

  private StateMachine stateMachine(String machine) {
    Map<String, String> tags = new LinkedHashMap<>();
    resolver
        .resolveObject(
            template.properties(machine).getOrDefault("Tags", Map.of()),
            propertyPath(machine, "Tags"))
        .forEach((key, value) -> tags.put(key, String.valueOf(value)));
    return new StateMachine(
        names.physicalName(machine), definition(machine), ROLE, false, true, tags);
  }

  /**
   * Creates what starts the functions and state machines: buses and rules, with targets and
   * permissions.
   */
  public void deployTriggers() {
    for (String bus : deployedResources("AWS::Events::EventBus")) {
      events.call("CreateEventBus", Map.of("Name", names.physicalName(bus)));
    }
    QueueDeployer sources = new QueueDeployer(template, resolver, names, services);
    deployedResources("AWS::SQS::Queue").forEach(sources::deployQueue);
    deployedResources("AWS::SNS::Topic")
        .forEach(topic -> topics.create(Arns.topic(names.physicalName(topic))));
    RuleDeployer rules = new RuleDeployer(template, resolver, names, events, lambda);
    deployedResources("AWS::Events::Rule").forEach(rules::deployRule);
    SamEventDeployer sam =
        new SamEventDeployer(template, resolver, names, rules, services.queues(), lambda);
    functions().forEach(sam::deployFunctionEvents);
    functions().forEach(sources::deployFunctionEvents);
    template.stateMachines().forEach(sam::deployStateMachineEvents);
    lambda.withOwnSequence(
        SEED + 1,
        () -> deployedResources("AWS::Lambda::Permission").forEach(rules::deployPermission));
  }

  private List<String> deployedResources(String type) {
    return template.resourcesOfType(type).stream().filter(resolver::isDeployed).toList();
  }

  private void nameResources() {
    NAMED_BY.forEach(
        (type, property) -> {
          for (String resource : deployedResources(type)) {
            Object name = template.properties(resource).get(property);
            if (name != null) {
              names.setName(resource, resolver.resolveText(name, propertyPath(resource, property)));
            }
          }
        });
  }

  static String propertyPath(String resource, String property) {
    return "Resources." + resource + ".Properties." + property;
  }

  /** The functions of the release workflow first, in its order. */
  private Set<String> functions() {
    Set<String> functions =
        new LinkedHashSet<>(template.functionSubstitutions(template.stateMachine()).values());
    functions.addAll(template.handlers().keySet());
    return functions;
  }

  private void deployFunction(String function) {
    String name = names.physicalName(function);
    lambda.createFunction(
        name,
        template.handlers().get(function),
        name.getBytes(StandardCharsets.UTF_8),
        environment(function),
        call -> {
          FunctionRunner.FunctionResult result = sources.handlers().get(function).run(call);
          resultListener.accept(function, result);
          return result;
        });
    lambda.withOwnSequence(
        0, () -> lambda.configure(name, Map.of("Timeout", template.functionTimeout(function))));
    names.setVersion(function, lambda.publish(name, name.getBytes(StandardCharsets.UTF_8)));
    Object asynchronous = template.properties(function).get("EventInvokeConfig");
    if (asynchronous != null) {
      Object retries = asMap(asynchronous).get("MaximumRetryAttempts");
      lambda.setAsyncRetries(name, retries == null ? 2 : Integer.parseInt("" + retries));
    }
  }

  private Map<String, String> environment(String function) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Map<String, Object> place :
        List.of(template.functionGlobals(), template.properties(function))) {
      Map<String, Object> declared = asMap(place.getOrDefault("Environment", Map.of()));
      asMap(declared.getOrDefault("Variables", Map.of()))
          .forEach(
              (name, value) ->
                  environment.put(
                      name,
                      resolver.resolveText(
                          value, propertyPath(function, "Environment.Variables." + name))));
    }
    return environment;
  }

  private void deployAlias(String function) {
    String alias = names.autoPublishAlias(function);
    if (!alias.isEmpty()) {
      List<String> versions = lambda.versions(names.physicalName(function));
      lambda.putAlias(
          names.physicalName(function), alias, versions.get(versions.size() - 1), Map.of());
    }
  }

  private String definition(String machine) {
    Map<String, String> values = new HashMap<>();
    template
        .definitionSubstitutions(machine)
        .forEach(
            (token, value) ->
                values.put(
                    token,
                    resolver.resolveText(
                        value, propertyPath(machine, "DefinitionSubstitutions." + token))));
    return TOKEN
        .matcher(sources.definitions().get(machine))
        .replaceAll(
            token -> Matcher.quoteReplacement(values.getOrDefault(token.group(1), token.group())));
  }
}
