package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SQS queues, for EventBridge only. Each keeps its last 1,000 messages. */
public final class SqsQueues {
  private final MessageLists messages = new MessageLists();
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

  synchronized void send(String arn, String body, Map<String, String> attributes) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("MessageId", ids.next());
    message.put("Body", body);
    message.put(
        "Attributes", Map.of("SentTimestamp", String.valueOf(clock.instant().toEpochMilli())));
    Map<String, Object> typed = new LinkedHashMap<>();
    attributes.forEach((name, value) -> typed.put(name, attribute(name, value)));
    message.put("MessageAttributes", typed);
    messages.add(arn, message);
  }

  private static Map<String, Object> attribute(String name, String value) {
    Map<String, Object> attribute = new LinkedHashMap<>();
    attribute.put("StringValue", value);
    attribute.put("DataType", name.equals("RETRY_ATTEMPTS") ? "Number" : "String");
    return attribute;
  }

  /**
   * The messages of a queue, oldest first, as ReceiveMessage returns them. Empty for an unknown
   * queue.
   */
  public synchronized List<Map<String, Object>> messages(String arn) {
    return messages.of(arn);
  }

  /** The messages of all queues, by ARN. */
  public synchronized Map<String, List<Map<String, Object>>> messagesByArn() {
    return messages.copy();
  }
}
