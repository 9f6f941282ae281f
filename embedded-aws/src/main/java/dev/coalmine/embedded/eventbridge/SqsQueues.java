package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.eventbridge.FifoQueue.FifoMessage;
import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SQS queues, for EventBridge and for event source mappings. A standard queue keeps its last 1,000
 * messages, and nobody receives them.
 */
public final class SqsQueues {
  private final MessageLists messages = new MessageLists();
  private final Map<String, FifoQueue> fifo = new TreeMap<>();
  private final Map<String, Runnable> pollers = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final SeededUuids ids;

  /**
   * No queues. The first message creates a queue.
   *
   * @param seed of message ids
   */
  public SqsQueues(InstantSource clock, long seed) {
    this.clock = clock;
    this.ids = new SeededUuids(seed);
  }

  /** Creates an empty queue, unless the ARN exists. */
  public synchronized void create(String arn) {
    messages.create(arn);
  }

  /** Creates an empty FIFO queue with deduplication by content, unless the ARN exists. */
  public synchronized void createFifo(String arn, FifoSettings settings) {
    fifo.computeIfAbsent(arn, first -> new FifoQueue(settings));
  }

  /** Runs something after each message of a queue, on the sender's thread. */
  void onMessage(String arn, Runnable poller) {
    pollers.put(arn, poller);
  }

  synchronized boolean isFifo(String arn) {
    return fifo.containsKey(arn);
  }

  /**
   * Sends a message to a FIFO queue.
   *
   * @throws IllegalArgumentException if there is no such queue
   */
  void send(String arn, String group, String body) {
    synchronized (this) {
      if (!fifo.containsKey(arn)) {
        throw new IllegalArgumentException("there is no FIFO queue " + arn);
      }
      fifo.get(arn).send(ids.next(), group, body, clock.instant());
    }
    pollers.getOrDefault(arn, () -> {}).run();
  }

  synchronized List<FifoMessage> receive(String arn, int most) {
    return fifo.get(arn).receive(most, clock.instant());
  }

  synchronized void delete(String arn, String id) {
    fifo.get(arn).delete(id);
  }

  synchronized Duration visibilityTimeout(String arn) {
    return fifo.get(arn).visibilityTimeout();
  }

  synchronized void send(String arn, String body, Map<String, String> attributes) {
    Map<String, Object> typed = new LinkedHashMap<>();
    attributes.forEach((name, value) -> typed.put(name, attribute(name, value)));
    Map<String, Object> message =
        message(
            ids.next(),
            body,
            Map.of("SentTimestamp", String.valueOf(clock.instant().toEpochMilli())));
    message.put("MessageAttributes", typed);
    messages.add(arn, message);
  }

  private static Map<String, Object> message(
      String id, String body, Map<String, String> attributes) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("MessageId", id);
    message.put("Body", body);
    message.put("Attributes", attributes);
    return message;
  }

  private static Map<String, Object> attribute(String name, String value) {
    Map<String, Object> attribute = new LinkedHashMap<>();
    attribute.put("StringValue", value);
    attribute.put("DataType", name.equals("RETRY_ATTEMPTS") ? "Number" : "String");
    return attribute;
  }

  private static Map<String, Object> message(FifoMessage sent) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("SentTimestamp", String.valueOf(sent.sentAt().toEpochMilli()));
    attributes.put("MessageGroupId", sent.group());
    Map<String, Object> message = message(sent.id(), sent.body(), attributes);
    message.put("MessageAttributes", Map.of());
    return message;
  }

  private List<Map<String, Object>> fifoMessages(String arn) {
    return fifo.get(arn).messages().stream().map(SqsQueues::message).toList();
  }

  /**
   * The messages of a queue, oldest first, as ReceiveMessage returns them. Empty for an unknown
   * queue.
   */
  public synchronized List<Map<String, Object>> messages(String arn) {
    return fifo.containsKey(arn) ? fifoMessages(arn) : messages.of(arn);
  }

  /** The messages of all queues, by ARN. */
  public synchronized Map<String, List<Map<String, Object>>> messagesByArn() {
    Map<String, List<Map<String, Object>>> all = messages.copy();
    fifo.keySet().forEach(arn -> all.put(arn, fifoMessages(arn)));
    return all;
  }
}
