package dev.coalmine.cli.sam;

import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.QueueEventSource;
import dev.coalmine.embedded.eventbridge.SnsTopics;
import dev.coalmine.embedded.eventbridge.SqsQueues;
import dev.coalmine.embedded.lambda.LambdaControl;

/** The services in which a stack's resources are created. */
public record StackServices(
    LambdaControl lambda,
    EventBridgeService events,
    SqsQueues queues,
    QueueEventSource eventSources,
    SnsTopics topics) {}
