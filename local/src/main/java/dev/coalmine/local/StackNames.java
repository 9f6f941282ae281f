package dev.coalmine.local;

import dev.coalmine.local.aws.Arns;
import java.util.HashMap;
import java.util.Map;

/**
 * What the resources of a template are called here, as Ref and Fn::GetAtt answer it: by the name
 * that the template gives them, else the stack's name and their logical name.
 */
final class StackNames {
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, String> rules = new HashMap<>();
  private final Template template;
  private final String stack;

  StackNames(Template template, String stack) {
    this.template = template;
    this.stack = stack;
  }

  /** A function's newest version is known once it was published. */
  void version(String function, String version) {
    versions.put(function, version);
  }

  /** The template gives a resource this name. */
  void name(String resource, String name) {
    given.put(resource, name);
  }

  /** A rule's ARN is known once it was put. */
  void rule(String resource, String arn) {
    rules.put(resource, arn);
  }

  /** The physical name of a resource. */
  String of(String resource) {
    boolean workflow =
        template.type(resource).equals(Template.STATE_MACHINE)
            && resource.equals(template.stateMachine());
    return given.getOrDefault(resource, workflow ? stack : stack + "-" + resource);
  }

  /** The name of a stack's pseudo parameter, or what Ref answers of a resource. */
  String ref(String name, String where) {
    if (name.startsWith("AWS::")) {
      return pseudo(name, where);
    }
    if (name.endsWith(".Version")) {
      return versionArn(name.substring(0, name.length() - ".Version".length()), where);
    }
    if (name.endsWith(".Alias")) {
      String function = name.substring(0, name.length() - ".Alias".length());
      return attribute(function, "Arn", where) + ":" + alias(function);
    }
    return switch (template.type(name)) {
      case Template.STATE_MACHINE -> Arns.stateMachine(of(name));
      case "AWS::SQS::Queue" ->
          "https://sqs." + Arns.REGION + ".amazonaws.com/" + Arns.ACCOUNT + "/" + of(name);
      case "AWS::SNS::Topic" -> Arns.topic(of(name));
      case Template.FUNCTION,
          "AWS::Events::EventBus",
          "AWS::Events::Rule",
          "AWS::IAM::Role",
          "AWS::Logs::LogGroup" ->
          of(name);
      case "" -> throw new TemplateFault(where, "there is no " + name);
      default ->
          throw new TemplateFault(
              where, "Ref of " + name + ", " + template.type(name) + ", is not understood here");
    };
  }

  private String pseudo(String name, String where) {
    return switch (name) {
      case "AWS::Partition" -> "aws";
      case "AWS::Region" -> Arns.REGION;
      case "AWS::AccountId" -> Arns.ACCOUNT;
      case "AWS::StackName" -> stack;
      case "AWS::URLSuffix" -> "amazonaws.com";
      default -> throw new TemplateFault(where, name + " is not understood here");
    };
  }

  private String versionArn(String function, String where) {
    if (!versions.containsKey(function)) {
      throw new TemplateFault(where, "there is no version of " + function);
    }
    return Arns.function(of(function), versions.get(function));
  }

  /** The alias that SAM keeps at the newest version; empty for none. */
  String alias(String function) {
    Object alias =
        template
            .properties(function)
            .getOrDefault("AutoPublishAlias", template.functionGlobals().get("AutoPublishAlias"));
    return alias == null ? "" : String.valueOf(alias);
  }

  /** What Fn::GetAtt answers. */
  String attribute(String resource, String attribute, String where) {
    String name = of(resource);
    return switch (template.type(resource) + " " + attribute) {
      case Template.FUNCTION + " Arn" -> Arns.function(name);
      case Template.STATE_MACHINE + " Arn" -> Arns.stateMachine(name);
      case "AWS::Events::EventBus Arn" -> Arns.eventBus(name);
      case "AWS::Events::Rule Arn" -> rules.getOrDefault(resource, "");
      case "AWS::SQS::Queue Arn" -> Arns.queue(name);
      case "AWS::SNS::Topic TopicArn" -> Arns.topic(name);
      case "AWS::IAM::Role Arn" -> "arn:aws:iam::" + Arns.ACCOUNT + ":role/" + name;
      case "AWS::Logs::LogGroup Arn" ->
          "arn:aws:logs:" + Arns.REGION + ":" + Arns.ACCOUNT + ":log-group:" + name + ":*";
      case Template.STATE_MACHINE + " Name",
          "AWS::Events::EventBus Name",
          "AWS::SQS::Queue QueueName",
          "AWS::SNS::Topic TopicName" ->
          name;
      default ->
          throw new TemplateFault(
              where, "Fn::GetAtt of " + resource + "." + attribute + " is not understood here");
    };
  }
}
