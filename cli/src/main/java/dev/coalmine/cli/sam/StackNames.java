package dev.coalmine.cli.sam;

import dev.coalmine.embedded.protocol.Arns;
import java.util.HashMap;
import java.util.Map;

/**
 * What the resources of a template are called here, as Ref and Fn::GetAtt answer it: by the name
 * that the template gives them, else the stack's name and their logical name.
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

  /** A function's newest version is known once it was published. */
  void setVersion(String function, String version) {
    versions.put(function, version);
  }

  /** The template gives a resource this name. */
  public void setName(String resource, String name) {
    given.put(resource, name);
  }

  /** A rule's ARN is known once it was put. */
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

  /** The name of a stack's pseudo parameter, or what Ref answers of a resource. */
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

  /** The alias that SAM keeps at the newest version; empty for none. */
  String autoPublishAlias(String function) {
    Object alias =
        template
            .properties(function)
            .getOrDefault("AutoPublishAlias", template.functionGlobals().get("AutoPublishAlias"));
    return alias == null ? "" : String.valueOf(alias);
  }

  /** What Fn::GetAtt answers. */
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
