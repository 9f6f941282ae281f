package dev.coalmine.request;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a value is that was given for a field of a request where it does not belong: the ARN of
 * something else, or a name with a qualifier. The text follows the message that refuses the value.
 */
final class ArnHint {
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(?:arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)?([A-Za-z0-9_-]{1,64}):"
              + "([A-Za-z0-9_.$-]{1,128})");
  private static final Pattern UNQUALIFIED =
      Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:([A-Za-z0-9_-]{1,64})");
  private static final Pattern API =
      Pattern.compile(
          "(?:arn:[a-z-]+:apigateway:[a-z0-9-]+::/restapis/([A-Za-z0-9]+)"
              + "|arn:[a-z-]+:execute-api:[a-z0-9-]+:\\d{12}:([A-Za-z0-9]+)"
              + "|https://([A-Za-z0-9]+)\\.execute-api\\.[^/]+)(?:/(.*))?");
  private static final Pattern ALARM =
      Pattern.compile("arn:[a-z-]+:cloudwatch:[a-z0-9-]+:\\d{12}:alarm:(.{1,255})");
  private static final Pattern ANY = Pattern.compile("arn:[a-z-]+:([a-z0-9-]+):.*");

  private ArnHint() {}

  /**
   * The hint, from a colon on; empty for a value that is none of these.
   *
   * @param field the field's name
   * @param value what was given for it
   * @param function what was given for the field function beside it; null for nothing
   */
  static String of(String field, Object value, Object function) {
    return value instanceof String text
        ? function(field, text, function)
            .or(() -> api(field, text))
            .or(() -> alarm(field, text))
            .or(() -> any(text))
            .map(hint -> ": " + hint)
            .orElse("")
        : "";
  }

  /** The name in an alarm's ARN. */
  static Optional<String> alarmName(String text) {
    Matcher alarm = ALARM.matcher(text);
    return alarm.matches() ? Optional.of(alarm.group(1)) : Optional.empty();
  }

  private static Optional<String> function(String field, String text, Object given) {
    Matcher whole = UNQUALIFIED.matcher(text);
    if (whole.matches()) {
      return Optional.of("that is function %s".formatted(whole.group(1)));
    }
    Matcher function = FUNCTION.matcher(text);
    // A name with a colon is a function's only where one is asked for.
    boolean expected = List.of("function", "alias", "version").contains(field);
    if (!function.matches() || !(expected || text.startsWith("arn:"))) {
      return Optional.empty();
    }
    String name = function.group(1);
    String qualifier = function.group(2);
    String kind = qualifier.matches("[0-9]+|\\$.*") ? "version" : "alias";
    String what = "that is %s %s of function %s".formatted(kind, qualifier, name);
    if (given instanceof String other && !other.matches("(.*:)?" + name)) {
      return Optional.of(what + ", not of " + other);
    }
    boolean settable = !qualifier.startsWith("$");
    return Optional.of(
        field.equals("function") && settable
            ? what + ": set function to \"%s\" and %s to \"%s\"".formatted(name, kind, qualifier)
            : field.equals(kind) && settable ? what + ": set \"" + qualifier + "\"" : what);
  }

  private static Optional<String> api(String field, String text) {
    Matcher api = API.matcher(text);
    if (!api.matches()) {
      return Optional.empty();
    }
    String id =
        Optional.ofNullable(api.group(1))
            .or(() -> Optional.ofNullable(api.group(2)))
            .orElseGet(() -> api.group(3));
    String rest = Optional.ofNullable(api.group(4)).orElse("");
    String deployment = rest.startsWith("deployments/") ? last(rest) : "";
    String stage = deployment.isEmpty() ? rest.replaceFirst("^stages/", "") : "";
    String first = stage.replaceFirst("/.*", "");
    return Optional.of(
        switch (field) {
          case "restApi" -> "set the API's id, \"%s\"".formatted(id);
          case "stage" ->
              first.isEmpty()
                  ? "that is REST API %s: set the name of one of its stages".formatted(id)
                  : "that is stage %s of REST API %s: set the name alone".formatted(first, id);
          case "deployment" ->
              deployment.isEmpty()
                  ? "that is REST API %s: set the id of one of its deployments".formatted(id)
                  : "that is deployment %s of REST API %s: set the id alone"
                      .formatted(deployment, id);
          default -> "that is REST API %s: set restApi and stage instead".formatted(id);
        });
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Optional<String> alarm(String field, String text) {
    return alarmName(text)
        .map(
            name ->
                field.equals("alarms")
                    ? "set the alarm's name, \"%s\"".formatted(name)
                    : "that is alarm %s, which belongs into gate.alarms".formatted(name));
  }

  private static Optional<String> any(String text) {
    Matcher any = ANY.matcher(text);
    return any.matches()
        ? Optional.of("that is an ARN of the service " + any.group(1))
        : Optional.empty();
  }
}
