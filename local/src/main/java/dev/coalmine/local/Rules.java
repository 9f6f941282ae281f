package dev.coalmine.local;

import static dev.coalmine.local.Template.map;

import dev.coalmine.local.aws.AwsError;
import dev.coalmine.local.aws.EventBridgeService;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts the rules of a template, and the permissions that they need. */
final class Rules {
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
          "DeadLetterConfig");

  private final Template template;
  private final Resolver resolver;
  private final StackNames names;
  private final EventBridgeService events;
  private final LambdaService lambda;

  Rules(
      Template template,
      Resolver resolver,
      StackNames names,
      EventBridgeService events,
      LambdaService lambda) {
    this.template = template;
    this.resolver = resolver;
    this.names = names;
    this.events = events;
    this.lambda = lambda;
  }

  /** An AWS::Events::Rule. */
  void put(String resource) {
    String where = "Resources." + resource + ".Properties";
    Map<String, Object> properties = resolver.object(template.properties(resource), where);
    Map<String, Object> rule =
        picked(properties, OF_RULE, Set.of("Name", "Targets", "Tags"), where);
    rule.put("Name", names.of(resource));
    List<Map<String, Object>> targets = new ArrayList<>();
    if (properties.get("Targets") instanceof List<?> list) {
      list.forEach(each -> targets.add(picked(map(each), OF_TARGET, Set.of(), where + ".Targets")));
    }
    names.rule(resource, put(rule, targets, where));
  }

  /**
   * The known ones of some properties.
   *
   * @throws TemplateFault if there are any but these and the others
   */
  static Map<String, Object> picked(
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
      throw new TemplateFault(where, unknown + " is not understood here");
    }
    return picked;
  }

  /** Puts a rule and its targets, and answers its ARN. */
  String put(Map<String, Object> rule, List<Map<String, Object>> targets, String where) {
    rule.computeIfPresent("EventPattern", (name, pattern) -> Json.text(pattern));
    targets.forEach(Rules::countInNumbers);
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
      throw new TemplateFault(where, refused.code() + ": " + refused.getMessage());
    }
  }

  /** CloudFormation takes "3" for 3; the API does not. */
  private static void countInNumbers(Map<String, Object> target) {
    target.computeIfPresent(
        "RetryPolicy",
        (name, policy) -> {
          Map<String, Object> numbers = new LinkedHashMap<>();
          map(policy).forEach((key, value) -> numbers.put(key, Integer.valueOf("" + value)));
          return numbers;
        });
  }

  /** An AWS::Lambda::Permission. */
  void permit(String resource) {
    String where = "Resources." + resource + ".Properties";
    Map<String, Object> properties = resolver.object(template.properties(resource), where);
    picked(properties, Set.of("FunctionName", "Principal", "SourceArn", "Action"), Set.of(), where);
    String function =
        String.valueOf(properties.get("FunctionName")).replaceFirst("^arn:.*:function:", "");
    String[] parts = function.split(":", 2);
    lambda.permit(
        parts[0],
        parts.length == 1 ? "" : parts[1],
        resource,
        String.valueOf(properties.get("Principal")),
        String.valueOf(properties.getOrDefault("SourceArn", "")));
  }
}
