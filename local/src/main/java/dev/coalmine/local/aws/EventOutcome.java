package dev.coalmine.local.aws;

/**
 * What came of one attempt to deliver an event.
 *
 * @param code empty if it was delivered; else as the message in a dead-letter queue names it
 * @param message why not
 * @param again whether another attempt may go better
 */
record EventOutcome(String code, String message, boolean again) {
  static final EventOutcome DELIVERED = new EventOutcome("", "", false);

  boolean isDelivered() {
    return code.isEmpty();
  }

  static EventOutcome never(String code, String message) {
    return new EventOutcome(code, message, false);
  }
}
