package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.JsonFields;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for stage variables, and their substitution. */
final class StageVariables {
  private static final Pattern NAME = Pattern.compile("\\w+");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9-._~:/?#&=,]+");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{stageVariables\\.(\\w+)}");

  private StageVariables() {}

  /**
   * Reads the variables of a request.
   *
   * @throws AwsError if a name or a value is invalid
   */
  static Map<String, String> of(JsonFields sent) {
    Map<String, String> variables = new TreeMap<>();
    sent.tree().keySet().forEach(name -> variables.put(name, check(name, sent.text(name))));
    return variables;
  }

  /**
   * Returns the value if it and its name are valid. The messages are AWS's, as users report them.
   */
  static String check(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw ApiGatewayErrors.badRequest(
          "Invalid stage variable name: "
              + name
              + ".  Please use names with only word characters.");
    }
    if (!VALUE.matcher(value).matches()) {
      throw ApiGatewayErrors.badRequest(
          "Invalid stage variable value: "
              + value
              + ".  Please use values with alphanumeric characters and the symbols ' ', -', '.',"
              + " '_', ':', '/', '?', '&', '=', and ','.");
    }
    return value;
  }

  static Map<String, String> with(Map<String, String> before, String name, String value) {
    Map<String, String> after = new TreeMap<>(before);
    after.put(name, check(name, value));
    return after;
  }

  static Map<String, String> without(Map<String, String> before, String name) {
    Map<String, String> after = new TreeMap<>(before);
    after.remove(name);
    return after;
  }

  /** The text with its variables filled in. An undefined variable is the empty string. */
  static String fill(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
  }
}
