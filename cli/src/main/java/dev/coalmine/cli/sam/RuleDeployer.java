package dev.coalmine.cli.sam;

import static dev.coalmine.cli.sam.SamTemplate.asMap;

import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Creates the rules of a template, and the permissions that they need. */
final class RuleDeployer {
  private static final Set<String> OF_RULE =
      Set.of(
          "EventBusName", "EventPattern", "ScheduleExpression", "State", "Description", "RoleArn");
  private static final Set<String> OF_TARGET =
      Set.of(
          "Id",
          "Arn",
          "RoleArn",
          "Input",
          "InputPath",
          "InputTransformer",
          "RetryPolicy",
          "DeadLetterConfig",
          "SqsParameters");

  private final SamTemplate template;
  private final IntrinsicResolver resolver;
  private final StackNames names;
  private final EventBridgeService events;
  private final LambdaControl lambda;

  RuleDeployer(
      SamTemplate template,
      IntrinsicResolver resolver,
      StackNames names,
      EventBridgeService events,
      LambdaControl lambda) {
    this.template = template;
    this.resolver = resolver;
    this.names = names;
    this.events = events;
    this.lambda = lambda;
  }

  /** Creates an AWS::Events::Rule. */
  void deployRule(String resource) {
    String where = "Resources." + resource + ".Properties";
    Map<String, Object> properties = resolver.resolveObject(template.properties(resource), where);
    Map<String, Object> rule =
        requireKnown(properties, OF_RULE, Set.of("Name", "Targets", "Tags"), where);
    rule.put("Name", names.physicalName(resource));
    List<Map<String, Object>> targets = new ArrayList<>();
    if (properties.get("Targets") instanceof List<?> list) {
      list.forEach(
          each -> targets.add(requireKnown(asMap(each), OF_TARGET, Set.of(), where + ".Targets")));
    }
    names.setRuleArn(resource, deployRule(rule, targets, where));
  }

  /**
   * Picks the known properties.
   *
   * @throws TemplateException if there are properties that are neither known nor among the others
   */
  static Map<String, Object> requireKnown(
      Map<String, Object> from, Set<String> known, Set<String> others, String where) {
    Map<String, Object> picked = new LinkedHashMap<>();
    Set<String> unknown = new TreeSet<>();
    from.forEach(
        (name, value) -> {
          if (known.contains(name)) {
            picked.put(name, value);
          } else if (!others.contains(name)) {
            unknown.add(name);
          }
        });
    if (!unknown.isEmpty()) {
      throw new TemplateException(where, unknown + " is not supported");
    }
    return picked;
  }

  /** Creates a rule and its targets, and returns its ARN. */
  String deployRule(Map<String, Object> rule, List<Map<String, Object>> targets, String where) {
    rule.computeIfPresent("EventPattern", (name, pattern) -> Json.toText(pattern));
    targets.forEach(RuleDeployer::convertRetryPolicy);
    try {
      String arn = String.valueOf(events.call("PutRule", rule).get("RuleArn"));
      Map<String, Object> input = new LinkedHashMap<>();
      input.put("Rule", rule.get("Name"));
      input.put("EventBusName", rule.getOrDefault("EventBusName", ""));
      input.put("Targets", targets);
      if (!targets.isEmpty()) {
        events.call("PutTargets", input);
      }
      return arn;
    } catch (AwsError refused) {
      throw new TemplateException(where, refused.code() + ": " + refused.getMessage());
    }
  }

  /** CloudFormation accepts the text "3" for the number 3; the API does not. */
  private static void convertRetryPolicy(Map<String, Object> target) {
    target.computeIfPresent(
        "RetryPolicy",
        (name, policy) -> {
          Map<String, Object> numbers = new LinkedHashMap<>();
          asMap(policy).forEach((key, value) -> numbers.put(key, Integer.valueOf("" + value)));
          return numbers;
        });
  }

  /** Creates an AWS::Lambda::Permission. */
  void deployPermission(String resource) {
    String where = "Resources." + resource + ".Properties";
    Map<String, Object> properties = resolver.resolveObject(template.properties(resource), where);
    requireKnown(
        properties, Set.of("FunctionName", "Principal", "SourceArn", "Action"), Set.of(), where);
    String function =
        String.valueOf(properties.get("FunctionName")).replaceFirst("^arn:.*:function:", "");
    String[] parts = function.split(":", 2);
    lambda.addPermission(
        parts[0],
        parts.length == 1 ? "" : parts[1],
        resource,
        String.valueOf(properties.get("Principal")),
        String.valueOf(properties.getOrDefault("SourceArn", "")));
  }
}
