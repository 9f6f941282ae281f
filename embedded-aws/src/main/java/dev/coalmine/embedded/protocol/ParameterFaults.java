package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with the parameters of one call. Places are as AWS writes them: {@code
 * Targets.1.member.Arn}.
 */
final class ParameterFaults {
  private static final String INVALID = "ValidationException";

  private final String operation;
  private final List<String> malformed = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<String> unknownValues = new ArrayList<>();
  private final List<String> constraints = new ArrayList<>();

  ParameterFaults(String operation) {
    this.operation = operation;
  }

  /** A parameter that the embedded AWS does not model. */
  void addUnknown(String place) {
    unknown.add(place);
  }

  /** A value, of a parameter that the embedded AWS models for some values only. */
  void addUnknownValue(String place, Object value, List<String> known) {
    unknownValues.add(
        "knows only "
            + String.join(" and ", known)
            + " for "
            + place
            + " of "
            + operation
            + ", not "
            + value);
  }

  /** A value of another JSON type. */
  void addMalformed(String place, Object value) {
    malformed.add("field " + place + " cannot be read from " + value);
  }

  /** A parameter that the API model requires is absent. */
  void addMissing(String place) {
    addConstraint(place, "null", "Member must not be null");
  }

  /** A value that the API model does not have. */
  void addOtherValue(String place, Object value, List<String> values) {
    addConstraint(
        place,
        "'" + value + "'",
        "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
  }

  private void addConstraint(String place, String value, String constraint) {
    String lower =
        Stream.of(place.split("\\.")).map(JsonView::lowerFirst).collect(Collectors.joining("."));
    constraints.add(
        "Value " + value + " at '" + lower + "' failed to satisfy constraint: " + constraint);
  }

  /**
   * Does nothing without faults.
   *
   * @param code the service's error code for a parameter that the embedded AWS does not know
   * @throws AwsError with all faults of the worst kind
   */
  void refuse(String code) {
    if (!malformed.isEmpty()) {
      throw new AwsError(400, "SerializationException", String.join("; ", malformed));
    }
    if (!unknown.isEmpty() || !unknownValues.isEmpty()) {
      throw new AwsError(400, code, "the embedded AWS " + String.join("; it ", unknownTexts()));
    }
    if (!constraints.isEmpty()) {
      String errors = constraints.size() == 1 ? " validation error" : " validation errors";
      throw new AwsError(
          400,
          INVALID,
          constraints.size() + errors + " detected: " + String.join("; ", constraints));
    }
  }

  private List<String> unknownTexts() {
    List<String> texts = new ArrayList<>();
    if (!unknown.isEmpty()) {
      String parameters = unknown.size() == 1 ? "parameter " : "parameters ";
      texts.add(
          "does not know the " + parameters + String.join(", ", unknown) + " of " + operation);
    }
    texts.addAll(unknownValues);
    return texts;
  }
}
