package dev.coalmine.cli.sam;

import static dev.coalmine.cli.sam.SamTemplate.asMap;

import dev.coalmine.embedded.eventbridge.FifoSettings;
import dev.coalmine.embedded.eventbridge.QueueEventSource.EventSourceMapping;
import dev.coalmine.embedded.protocol.Arns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates the queues of a template, and the mappings that invoke functions with their messages. */
final class QueueDeployer {
  /** SAM's type of a function's event for a queue. */
  static final String TYPE = "SQS";

  private static final Set<String> FIFO =
      Set.of(
          "QueueName",
          "FifoQueue",
          "ContentBasedDeduplication",
          "VisibilityTimeout",
          "MessageRetentionPeriod");
  private static final Set<String> ENCRYPTION = Set.of("KmsMasterKeyId", "SqsManagedSseEnabled");

  /** The default retention (CloudFormation, AWS::SQS::Queue): four days. */
  private static final String RETENTION = "345600";

  private final SamTemplate template;
  private final IntrinsicResolver resolver;
  private final StackNames names;
  private final StackServices services;

  QueueDeployer(
      SamTemplate template, IntrinsicResolver resolver, StackNames names, StackServices services) {
    this.template = template;
    this.resolver = resolver;
    this.names = names;
    this.services = services;
  }

  /** Creates an AWS::SQS::Queue. */
  void deployQueue(String resource) {
    String where = "Resources." + resource + ".Properties";
    String arn = Arns.queue(names.physicalName(resource));
    if (!template.properties(resource).containsKey("FifoQueue")) {
      services.queues().create(arn);
      return;
    }
    Map<String, Object> fifo =
        RuleDeployer.requireKnown(
            resolver.resolveObject(template.properties(resource), where), FIFO, ENCRYPTION, where);
    if (!arn.endsWith(".fifo")) {
      throw new TemplateException(where, "the name of a FIFO queue must end in .fifo: " + arn);
    }
    if (!"true".equals(String.valueOf(fifo.get("ContentBasedDeduplication")))) {
      throw new TemplateException(where, "a FIFO queue without ContentBasedDeduplication");
    }
    services
        .queues()
        .createFifo(
            arn,
            new FifoSettings(
                seconds(fifo.getOrDefault("VisibilityTimeout", "30")),
                seconds(fifo.getOrDefault("MessageRetentionPeriod", RETENTION))));
  }

  private static Duration seconds(Object value) {
    return Duration.ofSeconds(Long.parseLong(String.valueOf(value)));
  }

  /** Maps a function's queues to it; SAM maps them to the function's alias if it keeps one. */
  void deployFunctionEvents(String function) {
    asMap(template.properties(function).getOrDefault("Events", Map.of()))
        .forEach(
            (event, declared) -> {
              if (TYPE.equals(asMap(declared).get("Type"))) {
                map(function, event, asMap(declared));
              }
            });
  }

  private void map(String function, String event, Map<String, Object> declared) {
    String where = StackDeployment.propertyPath(function, "Events." + event);
    Map<String, Object> properties =
        RuleDeployer.requireKnown(
            resolver.resolveObject(declared.getOrDefault("Properties", Map.of()), where),
            Set.of("Queue", "BatchSize", "FunctionResponseTypes"),
            Set.of(),
            where);
    boolean reports =
        List.of("ReportBatchItemFailures").equals(properties.get("FunctionResponseTypes"));
    try {
      services
          .eventSources()
          .map(
              new EventSourceMapping(
                  String.valueOf(properties.get("Queue")),
                  Arns.function(names.physicalName(function), names.autoPublishAlias(function)),
                  Integer.parseInt(String.valueOf(properties.getOrDefault("BatchSize", 10))),
                  reports));
    } catch (IllegalArgumentException refused) {
      throw new TemplateException(where, refused.getMessage());
    }
  }
}
