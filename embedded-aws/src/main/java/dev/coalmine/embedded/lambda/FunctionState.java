package dev.coalmine.embedded.lambda;

/** The state of a function version. */
public enum FunctionState {
  /** In creation: it cannot be invoked, updated or published. */
  PENDING("Pending", "Creating", "The function is being created."),
  /** Ready. */
  ACTIVE("Active", "", ""),
  /** Ready while an update is in progress: it cannot be updated or published. */
  UPDATING("Active", "", ""),
  /** Reclaimed after a long idle time: the first invocation fails. */
  INACTIVE("Inactive", "Idle", "The function is idle."),
  /** The creation failed: it cannot be invoked. */
  FAILED("Failed", "FunctionError", "The function failed to initialize.");

  private final String wireName;
  private final String reasonCode;
  private final String reason;

  FunctionState(String wireName, String reasonCode, String reason) {
    this.wireName = wireName;
    this.reasonCode = reasonCode;
    this.reason = reason;
  }

  String wireName() {
    return wireName;
  }

  /** AWS's code of the reason, or the empty string. */
  String reasonCode() {
    return reasonCode;
  }

  /** The reason as a sentence, or the empty string. */
  String reason() {
    return reason;
  }

  boolean canBeInvoked() {
    return this == ACTIVE || this == UPDATING;
  }
}
