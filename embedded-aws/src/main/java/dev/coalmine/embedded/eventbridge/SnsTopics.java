package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SNS topics, for EventBridge only. Each keeps its last 1,000 messages. Like the queues, they check
 * no policy.
 */
public final class SnsTopics {
  private final MessageLists messages = new MessageLists();
  private final InstantSource clock;
  private final SeededUuids ids;

  /**
   * No topics. The first message creates a topic.
   *
   * @param seed of message ids
   */
  public SnsTopics(InstantSource clock, long seed) {
    this.clock = clock;
    this.ids = new SeededUuids(seed);
  }

  /** Creates an empty topic, unless the ARN exists. */
  public synchronized void create(String arn) {
    messages.create(arn);
  }

  synchronized void publish(String arn, String text) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("Type", "Notification");
    message.put("MessageId", ids.next());
    message.put("TopicArn", arn);
    message.put("Message", text);
    message.put("Timestamp", clock.instant().toString());
    messages.add(arn, message);
  }

  /**
   * The messages of all topics by ARN, oldest first, as a subscriber gets them without a signature
   * (SNS developer guide, "HTTP/HTTPS notification JSON format"). An e-mail has only the Message.
   */
  public synchronized Map<String, List<Map<String, Object>>> messagesByArn() {
    return messages.copy();
  }
}
