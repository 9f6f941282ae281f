package dev.coalmine.request;

import dev.coalmine.target.AwsLocation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names that a policy of the stack allows.
 *
 * @param patterns in which {@code *} stands for any characters; empty to allow nothing
 */
public record AllowedNames(List<String> patterns) {
  public AllowedNames {
    patterns = List.copyOf(patterns);
  }

  private boolean areAll() {
    return patterns.contains(StackPolicy.ANY);
  }

  /** Whether a name is allowed. */
  boolean allows(String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /**
   * Whether a function is allowed, by whichever of its names; its version or alias is of no
   * importance.
   *
   * @param function name or ARN
   * @param home the location of names
   */
  boolean allowsFunction(String function, AwsLocation home) {
    String arn = home.unqualifiedArn(function);
    return areAll()
        || patterns.stream().anyMatch(pattern -> matches(home.unqualifiedArn(pattern), arn));
  }

  private static boolean matches(String pattern, String name) {
    return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }

  /** Why a name is not allowed, for a sentence that begins with it. */
  String why(String parameter) {
    return "is not allowed: the stack's parameter %s is %s".formatted(parameter, this);
  }

  void addTo(List<String> lines, String parameter) {
    if (!areAll()) {
      lines.add("%s: %s".formatted(parameter, this));
    }
  }

  @Override
  public String toString() {
    return patterns.isEmpty() ? "empty" : String.join(", ", patterns);
  }
}
