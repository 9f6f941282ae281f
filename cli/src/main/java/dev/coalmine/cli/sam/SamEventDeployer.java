package dev.coalmine.cli.sam;

import static dev.coalmine.cli.sam.SamTemplate.asMap;

import dev.coalmine.embedded.eventbridge.SqsQueues;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.Arns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Creates what SAM generates for the events of functions and state machines: rules, queues for dead
 * letters, roles, and permissions to invoke.
 */
final class SamEventDeployer {
  private static final String ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/events";
  private static final String SERVICE = "events.amazonaws.com";
  private static final List<String> INPUT =
      List.of("Input", "InputPath", "InputTransformer", "RetryPolicy");

  /** Names that differ: SAM's property, and the rule's. */
  private static final Map<String, String> SAM =
      Map.of(
          "Pattern", "EventPattern",
          "Schedule", "ScheduleExpression",
          "ScheduleExpression", "ScheduleExpression",
          "EventBusName", "EventBusName",
          "State", "State",
          "Description", "Description");

  private final SamTemplate template;
  private final IntrinsicResolver resolver;
  private final StackNames names;
  private final RuleDeployer rules;
  private final SqsQueues queues;
  private final LambdaControl lambda;

  SamEventDeployer(
      SamTemplate template,
      IntrinsicResolver resolver,
      StackNames names,
      RuleDeployer rules,
      SqsQueues queues,
      LambdaControl lambda) {
    this.template = template;
    this.resolver = resolver;
    this.names = names;
    this.rules = rules;
    this.queues = queues;
    this.lambda = lambda;
  }

  /** Creates the events of a function; SAM targets the function's alias if it keeps one. */
  void deployFunctionEvents(String function) {
    String alias = names.autoPublishAlias(function);
    String name = names.physicalName(function);
    events(function)
        .forEach(
            (event, declared) -> {
              Map<String, Object> target = new LinkedHashMap<>();
              target.put("Arn", Arns.function(name, alias));
              String arn = deployEvent(function, event, asMap(declared), target);
              lambda.withOwnSequence(
                  arn.hashCode(), () -> permitInvoke(name, alias, function + event, arn));
            });
  }

  private void permitInvoke(String name, String alias, String sid, String ruleArn) {
    lambda.addPermission(name, alias, sid, SERVICE, ruleArn);
  }

  /** Creates the events of a state machine. */
  void deployStateMachineEvents(String machine) {
    events(machine)
        .forEach(
            (event, declared) -> {
              Map<String, Object> target = new LinkedHashMap<>();
              target.put("Arn", names.ref(machine, "Resources." + machine));
              target.put("RoleArn", ROLE);
              deployEvent(machine, event, asMap(declared), target);
            });
  }

  /** The events that are rules. */
  private Map<String, Object> events(String resource) {
    Map<String, Object> events =
        new LinkedHashMap<>(asMap(template.properties(resource).getOrDefault("Events", Map.of())));
    events.values().removeIf(event -> QueueDeployer.TYPE.equals(asMap(event).get("Type")));
    return events;
  }

  private String deployEvent(
      String owner, String event, Map<String, Object> declared, Map<String, Object> target) {
    String where = StackDeployment.propertyPath(owner, "Events." + event);
    String type = String.valueOf(declared.get("Type"));
    Map<String, Object> properties =
        resolver.resolveObject(declared.getOrDefault("Properties", Map.of()), where);
    refuseUnknown(type, properties, where);
    Map<String, Object> rule = new LinkedHashMap<>();
    SAM.forEach(
        (own, theirs) -> {
          if (properties.containsKey(own)) {
            rule.put(theirs, properties.get(own));
          }
        });
    if (Boolean.FALSE.equals(properties.get("Enabled"))) {
      rule.put("State", "DISABLED");
    }
    String name = names.physicalName(owner + event);
    rule.put("Name", properties.getOrDefault("RuleName", properties.getOrDefault("Name", name)));
    Map<String, Object> own = asMap(properties.getOrDefault("Target", Map.of()));
    target.put("Id", own.getOrDefault("Id", owner + event));
    INPUT.stream()
        .filter(properties::containsKey)
        .forEach(each -> target.put(each, properties.get(each)));
    deadLetterConfig(properties, owner + event).forEach(target::put);
    return rules.deployRule(rule, List.of(target), where);
  }

  private static void refuseUnknown(String type, Map<String, Object> properties, String where) {
    Stream<String> common = Stream.of("Input", "RetryPolicy", "DeadLetterConfig", "State");
    Stream<String> own =
        switch (type) {
          case "EventBridgeRule", "CloudWatchEvent" ->
              Stream.of(
                  "Pattern", "EventBusName", "InputPath", "InputTransformer", "RuleName", "Target");
          case "Schedule" -> Stream.of("Schedule", "Name", "Description", "Enabled");
          // Scheduler has no rules; here a rule takes the place of its schedule, and ListRules
          // shows
          // it. Without Input, the schedule would send an event of another form.
          case "ScheduleV2" -> Stream.of("ScheduleExpression", "Name", "Description");
          default ->
              throw new TemplateException(where, "events of type " + type + " are not supported");
        };
    if (type.equals("ScheduleV2") && !properties.containsKey("Input")) {
      throw new TemplateException(where, "ScheduleV2 without Input is not supported");
    }
    Set<String> known = new TreeSet<>(Stream.concat(common, own).toList());
    RuleDeployer.requireKnown(properties, known, Set.of(), where);
  }

  /** SAM creates a queue if the property has a type instead of an ARN. */
  private Map<String, Object> deadLetterConfig(Map<String, Object> properties, String event) {
    if (!properties.containsKey("DeadLetterConfig")) {
      return Map.of();
    }
    Map<String, Object> given = asMap(properties.get("DeadLetterConfig"));
    Object queue = given.getOrDefault("QueueLogicalId", event + "Queue");
    Object arn = given.getOrDefault("Arn", Arns.queue(names.physicalName(String.valueOf(queue))));
    queues.create(String.valueOf(arn));
    return Map.of("DeadLetterConfig", Map.of("Arn", arn));
  }
}
