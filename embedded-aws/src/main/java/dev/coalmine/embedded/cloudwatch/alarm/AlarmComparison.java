package dev.coalmine.embedded.cloudwatch.alarm;

/** The comparison of a value with an alarm's threshold. */
enum AlarmComparison {
  GreaterThanOrEqualToThreshold("greater than or equal to"),
  GreaterThanThreshold("greater than"),
  LessThanThreshold("less than"),
  LessThanOrEqualToThreshold("less than or equal to");

  private final String words;

  AlarmComparison(String words) {
    this.words = words;
  }

  /** The wording in StateReason. */
  String words() {
    return words;
  }

  boolean breaches(double value, double threshold) {
    return switch (this) {
      case GreaterThanOrEqualToThreshold -> value >= threshold;
      case GreaterThanThreshold -> value > threshold;
      case LessThanThreshold -> value < threshold;
      case LessThanOrEqualToThreshold -> value <= threshold;
    };
  }
}
