package dev.coalmine.request;

/** Which gate a stack demands of a release: the parameter RequireGate. */
public enum GateRule {
  /** None. */
  NONE("false"),
  /** Alarms or metrics. */
  ANY("true"),
  /** The errors of the canary compared with those of the baseline; alarms may be added. */
  METRICS("metrics");

  private final String word;

  GateRule(String word) {
    this.word = word;
  }

  /** The parameter's value. */
  public String word() {
    return word;
  }

  /** Whether a request satisfies the rule with its alarms and metrics. */
  boolean allows(Request request) {
    return switch (this) {
      case NONE -> true;
      case ANY -> !request.scope().isOff() || !request.alarms().isEmpty();
      case METRICS -> request.scope().errors();
    };
  }
}
