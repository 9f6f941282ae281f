package dev.coalmine.embedded.eventbridge;

import java.time.Duration;

/**
 * The attributes of a FIFO queue.
 *
 * @param visibilityTimeout until a received message that was not deleted is visible again
 * @param retention until a message is dropped, whether it was received or not
 */
public record FifoSettings(Duration visibilityTimeout, Duration retention) {}
