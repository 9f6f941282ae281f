package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.eventbridge.FifoQueue.FifoMessage;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Lambda's event source mapping of a FIFO queue: it invokes a function with up to ten messages of a
 * group, and with the next ones when the function has returned. Messages are deleted unless the
 * function failed or named them among its batchItemFailures; the others are received again after
 * the queue's visibility time-out (Lambda developer guide, "Using Lambda with Amazon SQS" and
 * "Handling errors for an SQS event source"). A FIFO queue has no batching window. Messages are
 * seen at once; AWS polls, and takes some milliseconds.
 */
public final class QueueEventSource {
  private final SchedulingClock clock;
  private final SqsQueues queues;
  private final ServiceCaller aws;
  private final Executor executor;

  /**
   * A source for the queues of an account.
   *
   * @param clock the time of the next attempt
   * @param queues has the queues
   * @param aws calls functions
   * @param executor runs functions, which are waited for
   */
  public QueueEventSource(
      SchedulingClock clock, SqsQueues queues, ServiceCaller aws, Executor executor) {
    this.clock = clock;
    this.queues = queues;
    this.aws = aws;
    this.executor = executor;
  }

  /**
   * A mapping, as CreateEventSourceMapping accepts it.
   *
   * @param queue ARN of a FIFO queue
   * @param function ARN of the function, with its qualifier
   * @param batchSize 1 to 10
   * @param reportsFailures whether FunctionResponseTypes has ReportBatchItemFailures
   */
  public record EventSourceMapping(
      String queue, String function, int batchSize, boolean reportsFailures) {
    public EventSourceMapping {
      if (batchSize < 1 || batchSize > 10) {
        throw new IllegalArgumentException(
            "a FIFO queue's BatchSize must be from 1 to 10, not " + batchSize);
      }
    }
  }

  /**
   * Invokes a function with a queue's messages from now on.
   *
   * @throws IllegalArgumentException if the queue is not a FIFO queue that exists
   */
  public void map(EventSourceMapping mapping) {
    if (!queues.isFifo(mapping.queue())) {
      throw new IllegalArgumentException(
          "event source mappings are implemented for FIFO queues only, not for " + mapping.queue());
    }
    queues.onMessage(mapping.queue(), () -> executor.execute(() -> poll(mapping)));
  }

  private void poll(EventSourceMapping mapping) {
    List<FifoMessage> batch = queues.receive(mapping.queue(), mapping.batchSize());
    if (batch.isEmpty()) {
      return;
    }
    Set<String> failed = failures(mapping, batch, aws.call(invocation(mapping, batch)));
    batch.stream()
        .map(FifoMessage::id)
        .filter(id -> !failed.contains(id))
        .forEach(id -> queues.delete(mapping.queue(), id));
    if (!failed.isEmpty()) {
      clock.runAt(
          clock.instant().plus(queues.visibilityTimeout(mapping.queue())),
          () -> executor.execute(() -> poll(mapping)));
    }
    executor.execute(() -> poll(mapping));
  }

  private static Set<String> failures(
      EventSourceMapping mapping, List<FifoMessage> batch, WireResponse answer) {
    Set<String> all = new HashSet<>(batch.stream().map(FifoMessage::id).toList());
    boolean errored =
        answer.isConnectionReset()
            || answer.status() >= 300
            || answer.headers().containsKey("X-Amz-Function-Error");
    if (errored) {
      return all;
    }
    Set<String> named = new HashSet<>();
    if (mapping.reportsFailures() && answer.body().length > 0) {
      JsonView.parse(answer.body())
          .get("batchItemFailures")
          .items()
          .forEach(one -> named.add(one.get("itemIdentifier").text()));
    }
    // An unknown id is a failure of the whole batch (developer guide, "Success and failure
    // conditions").
    return all.containsAll(named) ? named : all;
  }

  private static WireRequest invocation(EventSourceMapping mapping, List<FifoMessage> batch) {
    Map<String, Object> event =
        Map.of("Records", batch.stream().map(one -> message(mapping.queue(), one)).toList());
    return new WireRequest(
        "POST",
        "/2015-03-31/functions/"
            + URLEncoder.encode(mapping.function(), StandardCharsets.UTF_8)
            + "/invocations",
        Map.of(),
        Map.of("user-agent", "lambda.amazonaws.com", "content-type", "application/json"),
        Json.toBytes(event));
  }

  /** As in the developer guide's "Example Amazon SQS FIFO queue message event". */
  private static Map<String, Object> message(String queue, FifoMessage one) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("ApproximateReceiveCount", String.valueOf(one.receiveCount()));
    attributes.put("SentTimestamp", String.valueOf(one.sentAt().toEpochMilli()));
    attributes.put("SequenceNumber", String.valueOf(one.sequence()));
    attributes.put("MessageGroupId", one.group());
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("messageId", one.id());
    message.put("receiptHandle", one.id());
    message.put("body", one.body());
    message.put("attributes", attributes);
    message.put("messageAttributes", Map.of());
    message.put("eventSource", "aws:sqs");
    message.put("eventSourceARN", queue);
    message.put("awsRegion", Arns.REGION);
    return message;
  }
}
