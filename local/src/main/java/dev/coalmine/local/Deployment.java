package dev.coalmine.local;

import static dev.coalmine.local.Template.map;

import dev.coalmine.local.aws.Arns;
import dev.coalmine.local.aws.EventBridgeService;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.aws.Queues;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.aws.StateMachine;
import dev.coalmine.local.aws.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Makes in an account what the template describes, as far as the local mode has it. */
final class Deployment {
  /** Whatever is made beside the workflow's functions leaves their revision ids alone. */
  private static final long SEED = 2718;

  private static final String ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/coalmine";

  /** Locally everything may be released. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "Functions",
          Arns.function("*"),
          "HookFunctions",
          Arns.function("*"),
          "RestApis",
          "arn:aws:apigateway:" + Arns.REGION + "::/restapis/*");

  private static final Map<String, String> NAMED_BY =
      Map.of(
          Template.FUNCTION,
          "FunctionName",
          Template.STATE_MACHINE,
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

  private final Laptop laptop;
  private final Template template;
  private final LambdaService lambda;
  private final EventBridgeService events;
  private final Queues queues;
  private final Topics topics;
  private final BiConsumer<String, Runner.Result> hearer;
  private final StackNames names;
  private final Resolver resolver;

  /**
   * A deployment that is still to be made.
   *
   * @param parameters values of the template's parameters; the others have those of the local mode,
   *     or their defaults
   * @param hearer is told what the functions answer, by their names in the template
   * @throws TemplateFault if the template does not take the parameters
   */
  Deployment(
      Laptop laptop,
      String stack,
      Map<String, String> parameters,
      LambdaService lambda,
      EventBridgeService events,
      Queues queues,
      Topics topics,
      BiConsumer<String, Runner.Result> hearer) {
    this.hearer = hearer;
    this.laptop = laptop;
    this.template = laptop.template();
    this.lambda = lambda;
    this.events = events;
    this.queues = queues;
    this.topics = topics;
    this.names = new StackNames(template, stack);
    this.resolver = new Resolver(template, all(parameters), names);
  }

  private Map<String, String> all(Map<String, String> given) {
    template.mustTake(given);
    Map<String, String> all = new LinkedHashMap<>(PARAMETERS);
    all.putAll(given);
    return all;
  }

  /**
   * Makes the functions.
   *
   * @return the state machines, their tokens filled, by their names in the template; that of the
   *     releases first
   * @throws TemplateFault if the template has something that is not understood here
   */
  Map<String, StateMachine> machines() {
    nameResources();
    Collection<String> called = template.substitutions(template.stateMachine()).values();
    called.forEach(this::publish);
    lambda.apart(
        SEED,
        () -> {
          functions().stream().filter(name -> !called.contains(name)).forEach(this::publish);
          functions().forEach(this::alias);
        });
    Map<String, StateMachine> machines = new LinkedHashMap<>();
    template.stateMachines().forEach(machine -> machines.put(machine, machine(machine)));
    return machines;
  }

  private StateMachine machine(String machine) {
    return new StateMachine(names.of(machine), definition(machine), ROLE, false, true);
  }

  /**
   * Then what starts them and tells of them: buses and rules, with their targets and permissions.
   */
  void doors() {
    for (String bus : deployed("AWS::Events::EventBus")) {
      events.call("CreateEventBus", Map.of("Name", names.of(bus)));
    }
    deployed("AWS::SQS::Queue").forEach(queue -> queues.make(Arns.queue(names.of(queue))));
    deployed("AWS::SNS::Topic").forEach(topic -> topics.make(Arns.topic(names.of(topic))));
    Rules rules = new Rules(template, resolver, names, events, lambda);
    deployed("AWS::Events::Rule").forEach(rules::put);
    SamEvents sam = new SamEvents(template, resolver, names, rules, queues, lambda);
    functions().forEach(sam::ofFunction);
    template.stateMachines().forEach(sam::ofStateMachine);
    lambda.apart(SEED + 1, () -> deployed("AWS::Lambda::Permission").forEach(rules::permit));
  }

  private List<String> deployed(String type) {
    return template.ofType(type).stream().filter(resolver::isDeployed).toList();
  }

  private void nameResources() {
    NAMED_BY.forEach(
        (type, property) -> {
          for (String resource : deployed(type)) {
            Object name = template.properties(resource).get(property);
            if (name != null) {
              names.name(resource, resolver.text(name, where(resource, property)));
            }
          }
        });
  }

  static String where(String resource, String property) {
    return "Resources." + resource + ".Properties." + property;
  }

  /** Those of the workflow come first, in its order. */
  private Set<String> functions() {
    Set<String> functions =
        new LinkedHashSet<>(template.substitutions(template.stateMachine()).values());
    functions.addAll(template.handlers().keySet());
    return functions;
  }

  private void publish(String function) {
    String name = names.of(function);
    lambda.create(
        name,
        template.handlers().get(function),
        name.getBytes(StandardCharsets.UTF_8),
        environment(function),
        call -> {
          Runner.Result result = laptop.handlers().get(function).run(call);
          hearer.accept(function, result);
          return result;
        });
    names.version(function, lambda.publish(name, name.getBytes(StandardCharsets.UTF_8)));
    Object asynchronous = template.properties(function).get("EventInvokeConfig");
    if (asynchronous != null) {
      Object retries = map(asynchronous).get("MaximumRetryAttempts");
      lambda.asynchronousRetries(name, retries == null ? 2 : Integer.parseInt("" + retries));
    }
  }

  private Map<String, String> environment(String function) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Map<String, Object> place :
        List.of(template.functionGlobals(), template.properties(function))) {
      Map<String, Object> declared = map(place.getOrDefault("Environment", Map.of()));
      map(declared.getOrDefault("Variables", Map.of()))
          .forEach(
              (name, value) ->
                  environment.put(
                      name,
                      resolver.text(value, where(function, "Environment.Variables." + name))));
    }
    return environment;
  }

  private void alias(String function) {
    String alias = names.alias(function);
    if (!alias.isEmpty()) {
      List<String> versions = lambda.versions(names.of(function));
      lambda.route(names.of(function), alias, versions.get(versions.size() - 1), Map.of());
    }
  }

  private String definition(String machine) {
    String definition = laptop.definition(machine);
    for (Map.Entry<String, Object> token : template.definitionSubstitutions(machine).entrySet()) {
      String where = where(machine, "DefinitionSubstitutions." + token.getKey());
      definition =
          definition.replace("${" + token.getKey() + "}", resolver.text(token.getValue(), where));
    }
    return definition;
  }
}
