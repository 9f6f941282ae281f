package dev.coalmine.embedded.lambda;

/** Whether a version of a function can be used. */
public enum FunctionState {
  /** Being created: cannot be invoked, updated or published. */
  PENDING("Pending", "Creating", "The function is being created."),
  /** Ready. */
  ACTIVE("Active", "", ""),
  /** Ready, while an update of it is in progress: cannot be updated or published. */
  UPDATING("Active", "", ""),
  /** Reclaimed after a long idle time: the first invoke fails. */
  INACTIVE("Inactive", "Idle", "The function is idle."),
  /** Could not be created: cannot be invoked. */
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

  /** Why, as one of AWS's words; empty when there is nothing to say. */
  String reasonCode() {
    return reasonCode;
  }

  /** Why, in a sentence; empty when there is nothing to say. */
  String reason() {
    return reason;
  }

  boolean canBeInvoked() {
    return this == ACTIVE || this == UPDATING;
  }
}
