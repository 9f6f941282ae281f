package dev.coalmine.cli.sam;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What CloudFormation accepts as the value of a parameter ("CloudFormation template Parameters
 * syntax").
 *
 * @param name of the parameter
 * @param isList whether its type is a list, whose pattern holds for each of its values
 * @param pattern regular expression for a whole value
 * @param allowed the allowed values; empty if all are
 */
record ParameterRule(String name, boolean isList, String pattern, List<String> allowed) {
  /** CloudFormation's quota for the value of one parameter. */
  private static final int MOST_BYTES = 4_096;

  static ParameterRule of(String name, Map<String, Object> declared) {
    Object allowed = declared.getOrDefault("AllowedValues", List.of());
    return new ParameterRule(
        name,
        String.valueOf(declared.get("Type")).endsWith("List"),
        String.valueOf(declared.getOrDefault("AllowedPattern", ".*")),
        ((List<?>) allowed).stream().map(String::valueOf).toList());
  }

  /**
   * Checks a value.
   *
   * @throws TemplateException if CloudFormation would not accept it
   */
  void check(String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw fault(
          "a value of %,d bytes; CloudFormation takes %,d".formatted(bytes, MOST_BYTES)
              + (isList ? ": shorten the list by patterns such as orders-*" : ""));
    }
    for (String one :
        isList ? Stream.of(value.split(",", -1)).map(String::strip).toList() : List.of(value)) {
      if (!one.matches(pattern)) {
        throw fault(one + " does not match " + pattern);
      }
      if (!allowed.isEmpty() && !allowed.contains(one)) {
        throw fault(one + " is none of " + String.join(", ", allowed));
      }
    }
  }

  private TemplateException fault(String what) {
    return new TemplateException("Parameters." + name, what);
  }
}
