package dev.coalmine.embedded.eventbridge;

/**
 * The result of one attempt to deliver an event.
 *
 * @param code empty if it was delivered; else the ERROR_CODE of the dead-letter message
 * @param message the reason of a failure
 * @param retryable whether another attempt may succeed
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
