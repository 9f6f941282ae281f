package dev.coalmine.cli.sam;

import dev.coalmine.embedded.protocol.Arns;
import java.util.HashMap;
import java.util.Map;

/**
 * The physical names of a template's resources, as Ref and Fn::GetAtt return them: the name that
 * the template gives, otherwise the stack's name with the logical name.
 */
public final class StackNames {
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, String> rules = new HashMap<>();
  private final SamTemplate template;
  private final String stack;

  public StackNames(SamTemplate template, String stack) {
    this.template = template;
    this.stack = stack;
  }

  /** Sets a function's newest version, which is known once it is published. */
  void setVersion(String function, String version) {
    versions.put(function, version);
  }

  /** Sets the name that the template gives a resource. */
  public void setName(String resource, String name) {
    given.put(resource, name);
  }

  /** Sets a rule's ARN, which is known once the rule is created. */
  void setRuleArn(String resource, String arn) {
    rules.put(resource, arn);
  }

  /** The physical name of a resource. */
  String physicalName(String resource) {
    boolean workflow =
        template.type(resource).equals(SamTemplate.STATE_MACHINE)
            && resource.equals(template.stateMachine());
    return given.getOrDefault(resource, workflow ? stack : stack + "-" + resource);
  }

  /** The value of Ref for a resource or a pseudo parameter. */
  String ref(String name, String where) {
    if (name.startsWith("AWS::")) {
      return pseudoParameter(name, where);
    }
    if (name.endsWith(".Version")) {
      return versionArn(name.substring(0, name.length() - ".Version".length()), where);
    }
    if (name.endsWith(".Alias")) {
      String function = name.substring(0, name.length() - ".Alias".length());
      return attribute(function, "Arn", where) + ":" + autoPublishAlias(function);
    }
    return switch (template.type(name)) {
      case SamTemplate.STATE_MACHINE -> Arns.stateMachine(physicalName(name));
      case "AWS::SQS::Queue" ->
          "https://sqs."
              + Arns.REGION
              + ".amazonaws.com/"
              + Arns.ACCOUNT
              + "/"
              + physicalName(name);
      case "AWS::SNS::Topic" -> Arns.topic(physicalName(name));
      case SamTemplate.FUNCTION,
          "AWS::Events::EventBus",
          "AWS::Events::Rule",
          "AWS::IAM::Role",
          "AWS::Logs::LogGroup" ->
          physicalName(name);
      case "" -> throw new TemplateException(where, "there is no resource " + name);
      default ->
          throw new TemplateException(
              where, "Ref of " + name + " (" + template.type(name) + ") is not supported");
    };
  }

  private String pseudoParameter(String name, String where) {
    return switch (name) {
      case "AWS::Partition" -> "aws";
      case "AWS::Region" -> Arns.REGION;
      case "AWS::AccountId" -> Arns.ACCOUNT;
      case "AWS::StackName" -> stack;
      case "AWS::URLSuffix" -> "amazonaws.com";
      default -> throw new TemplateException(where, name + " is not supported");
    };
  }

  private String versionArn(String function, String where) {
    if (!versions.containsKey(function)) {
      throw new TemplateException(where, "function " + function + " has no published version");
    }
    return Arns.function(physicalName(function), versions.get(function));
  }

  /** The alias that SAM keeps at a function's newest version; empty for none. */
  String autoPublishAlias(String function) {
    Object alias =
        template
            .properties(function)
            .getOrDefault("AutoPublishAlias", template.functionGlobals().get("AutoPublishAlias"));
    return alias == null ? "" : String.valueOf(alias);
  }

  /** The value of Fn::GetAtt. */
  String attribute(String resource, String attribute, String where) {
    String name = physicalName(resource);
    return switch (template.type(resource) + " " + attribute) {
      case SamTemplate.FUNCTION + " Arn" -> Arns.function(name);
      case SamTemplate.STATE_MACHINE + " Arn" -> Arns.stateMachine(name);
      case "AWS::Events::EventBus Arn" -> Arns.eventBus(name);
      case "AWS::Events::Rule Arn" -> rules.getOrDefault(resource, "");
      case "AWS::SQS::Queue Arn" -> Arns.queue(name);
      case "AWS::SNS::Topic TopicArn" -> Arns.topic(name);
      case "AWS::IAM::Role Arn" -> "arn:aws:iam::" + Arns.ACCOUNT + ":role/" + name;
      case "AWS::Logs::LogGroup Arn" ->
          "arn:aws:logs:" + Arns.REGION + ":" + Arns.ACCOUNT + ":log-group:" + name + ":*";
      case SamTemplate.STATE_MACHINE + " Name",
          "AWS::Events::EventBus Name",
          "AWS::SQS::Queue QueueName",
          "AWS::SNS::Topic TopicName" ->
          name;
      default ->
          throw new TemplateException(
              where, "Fn::GetAtt of " + resource + "." + attribute + " is not supported");
    };
  }
}
