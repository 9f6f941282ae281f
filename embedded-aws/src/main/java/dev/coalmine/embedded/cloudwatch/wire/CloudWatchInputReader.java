package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchShapes.CloudWatchShape;
import dev.coalmine.embedded.json.JsonView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one operation's input by its shape, in any protocol. Scalars become {@code String}, {@code
 * Integer}, {@code Double}, {@code Boolean} and {@code Instant}. A member that the API model does
 * not have is refused, too. One error reports all broken constraints.
 */
public final class CloudWatchInputReader {
  /**
   * These declare the older parameter errors in the API model. All others return ValidationError.
   */
  private static final Set<String> PARAMETER_ERRORS =
      Set.of("PutMetricData", "GetMetricStatistics", "ListMetrics");

  private static final String NOT_NULL = "Member must not be null";

  private final CloudWatchShapes shapes;
  private final List<String> unknown = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private CloudWatchInputReader(CloudWatchShapes shapes) {
    this.shapes = shapes;
  }

  /**
   * Reads and validates the operation's input.
   *
   * @throws AwsError if the API's constraints are broken
   */
  public static CloudWatchParameters read(
      CloudWatchShapes shapes, String operation, Map<?, ?> raw) {
    CloudWatchInputReader input = new CloudWatchInputReader(shapes);
    String shape = shapes.operation(operation).orElseThrow().input();
    Map<String, Object> fields = input.structure(shapes.shape(shape), raw, "");
    input.refuse(PARAMETER_ERRORS.contains(operation));
    return new CloudWatchParameters(fields);
  }

  private void refuse(boolean parameterErrors) {
    if (!unknown.isEmpty()) {
      throw CloudWatchErrors.validation(
          "the embedded AWS does not know the parameters " + String.join(", ", unknown));
    }
    if (parameterErrors && !missing.isEmpty()) {
      throw CloudWatchErrors.missing(missing.get(0));
    }
    if (!faults.isEmpty()) {
      String text =
          faults.size()
              + (faults.size() == 1 ? " validation error" : " validation errors")
              + " detected: "
              + String.join("; ", faults);
      throw parameterErrors
          ? CloudWatchErrors.invalidValue(text)
          : CloudWatchErrors.validation(text);
    }
  }

  private Map<String, Object> structure(CloudWatchShape shape, Map<?, ?> raw, String path) {
    Map<String, Object> fields = new LinkedHashMap<>();
    raw.keySet().stream()
        .filter(name -> !shape.members().containsKey(name))
        .forEach(name -> unknown.add(memberPath(path, name.toString())));
    shape
        .members()
        .forEach(
            (name, member) -> {
              Object value = raw.get(name);
              if (value != null) {
                fields.put(
                    name, value(shapes.shape(member.shape()), value, memberPath(path, name)));
              } else if (member.required()) {
                missing.add(path.isEmpty() ? name : path + "." + name);
                addFault("null", memberPath(path, name), NOT_NULL);
              }
            });
    return fields;
  }

  private static String memberPath(String path, String name) {
    String lower = JsonView.lowerFirst(name);
    return path.isEmpty() ? lower : path + "." + lower;
  }

  private Object value(CloudWatchShape shape, Object raw, String path) {
    try {
      return switch (shape.kind()) {
        case STRING -> text(shape, (String) raw, path);
        case INTEGER -> integer(shape, raw, path);
        case DOUBLE -> number(raw);
        case BOOLEAN -> raw instanceof Boolean flag ? flag : flag((String) raw);
        case TIMESTAMP -> moment(raw);
        case LIST -> list(shape, (List<?>) raw, path);
        case MAP -> map(shape, (Map<?, ?>) raw, path);
        case STRUCTURE -> structure(shape, (Map<?, ?>) raw, path);
      };
    } catch (ClassCastException | NumberFormatException | DateTimeException e) {
      throw CloudWatchErrors.malformed("cannot read '" + path + "': " + raw);
    }
  }

  private String text(CloudWatchShape shape, String text, String path) {
    checkSize(shape, text.length(), "'" + text + "'", path, "length");
    if (!shape.values().isEmpty() && !shape.values().contains(text)) {
      addFault("'" + text + "'", path, "Member must satisfy enum value set: " + shape.values());
    }
    return text;
  }

  private Integer integer(CloudWatchShape shape, Object raw, String path) {
    int number =
        raw instanceof String text ? Integer.parseInt(text) : whole(((Number) raw).doubleValue());
    checkSize(shape, number, "'" + number + "'", path, "value");
    return number;
  }

  private static int whole(double number) {
    if (number != (int) number) {
      throw new NumberFormatException();
    }
    return (int) number;
  }

  private static Double number(Object raw) {
    return raw instanceof String text ? Double.valueOf(text) : ((Number) raw).doubleValue();
  }

  private static Boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new NumberFormatException();
    }
    return text.equals("true");
  }

  private static Instant moment(Object raw) {
    if (raw instanceof Instant moment) {
      return moment;
    }
    if (raw instanceof Number seconds) {
      return Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000));
    }
    return OffsetDateTime.parse((String) raw).toInstant();
  }

  private List<Object> list(CloudWatchShape shape, List<?> raw, String path) {
    checkSize(shape, raw.size(), "'" + raw + "'", path, "length");
    List<Object> values = new ArrayList<>();
    for (Object element : raw) {
      String at = path + "." + (values.size() + 1) + ".member";
      values.add(element(shape, element, at));
    }
    return values;
  }

  private Map<String, Object> map(CloudWatchShape shape, Map<?, ?> raw, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    raw.forEach(
        (key, element) -> values.put((String) key, element(shape, element, path + "." + key)));
    return values;
  }

  private Object element(CloudWatchShape of, Object element, String path) {
    if (element == null) {
      addFault("null", path, NOT_NULL);
      return "";
    }
    return value(shapes.shape(of.of()), element, path);
  }

  private void checkSize(CloudWatchShape shape, long size, String value, String path, String what) {
    if (size < shape.min()) {
      addFault(
          value, path, "Member must have " + what + " greater than or equal to " + shape.min());
    }
    if (size > shape.max()) {
      addFault(value, path, "Member must have " + what + " less than or equal to " + shape.max());
    }
  }

  private void addFault(String value, String path, String constraint) {
    faults.add("Value " + value + " at '" + path + "' failed to satisfy constraint: " + constraint);
  }
}
