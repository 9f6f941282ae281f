package dev.coalmine.embedded.eventbridge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A FIFO queue of SQS with deduplication by content. While a message of a group is in flight, no
 * other of that group is received (SQS developer guide, "FIFO queue delivery logic"). Not
 * thread-safe.
 */
final class FifoQueue {
  /** SQS drops a message with the body of one that was sent in the last five minutes. */
  private static final Duration DEDUPLICATION = Duration.ofMinutes(5);

  private final FifoSettings settings;
  private final Map<String, FifoMessage> messages = new LinkedHashMap<>();
  private final Map<String, Instant> bodies = new HashMap<>();
  private final Map<String, Instant> hiddenUntil = new HashMap<>();
  private long sequence;

  FifoQueue(FifoSettings settings) {
    this.settings = settings;
  }

  /**
   * A received message.
   *
   * @param group its MessageGroupId
   * @param sequence its SequenceNumber
   * @param receiveCount how often it was received
   */
  record FifoMessage(
      String id, String group, String body, Instant sentAt, long sequence, int receiveCount) {
    private FifoMessage received() {
      return new FifoMessage(id, group, body, sentAt, sequence, receiveCount + 1);
    }
  }

  /** Adds a message. Returns whether it was new; a duplicate is accepted and dropped. */
  boolean send(String id, String group, String body, Instant now) {
    bodies.values().removeIf(sent -> !sent.plus(DEDUPLICATION).isAfter(now));
    if (bodies.putIfAbsent(body, now) != null) {
      return false;
    }
    messages.put(id, new FifoMessage(id, group, body, now, ++sequence, 0));
    return true;
  }

  /** Receives the oldest messages of the first group that has none in flight. */
  List<FifoMessage> receive(int most, Instant now) {
    messages.values().removeIf(one -> !one.sentAt().plus(settings.retention()).isAfter(now));
    hiddenUntil.keySet().retainAll(messages.keySet());
    Set<String> busy = new HashSet<>();
    messages.values().stream()
        .filter(one -> now.isBefore(hiddenUntil.getOrDefault(one.id(), Instant.MIN)))
        .forEach(one -> busy.add(one.group()));
    List<FifoMessage> received = new ArrayList<>();
    messages.values().stream()
        .filter(one -> !busy.contains(one.group()))
        .findFirst()
        .ifPresent(
            first ->
                messages.values().stream()
                    .filter(one -> one.group().equals(first.group()))
                    .limit(most)
                    .map(FifoMessage::received)
                    .forEach(received::add));
    for (FifoMessage one : received) {
      messages.put(one.id(), one);
      hiddenUntil.put(one.id(), now.plus(settings.visibilityTimeout()));
    }
    return received;
  }

  void delete(String id) {
    messages.remove(id);
    hiddenUntil.remove(id);
  }

  /** The messages that were not deleted, oldest first. */
  List<FifoMessage> messages() {
    return List.copyOf(messages.values());
  }

  Duration visibilityTimeout() {
    return settings.visibilityTimeout();
  }
}
