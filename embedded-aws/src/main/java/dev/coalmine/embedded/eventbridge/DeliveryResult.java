package dev.coalmine.embedded.eventbridge;

/**
 * What came of one attempt to deliver an event.
 *
 * @param code empty if it was delivered; else as the message in a dead-letter queue names it
 * @param message why not
 * @param retryable whether another attempt may go better
 */
record DeliveryResult(String code, String message, boolean retryable) {
  static final DeliveryResult DELIVERED = new DeliveryResult("", "", false);

  boolean isDelivered() {
    return code.isEmpty();
  }

  static DeliveryResult permanentFailure(String code, String message) {
    return new DeliveryResult(code, message, false);
  }
}
