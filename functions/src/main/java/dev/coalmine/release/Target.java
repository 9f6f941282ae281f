package dev.coalmine.release;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a release moves: an alias of a function, towards a version.
 *
 * @param function name or unqualified ARN, as the request gave it
 * @param alias the alias' name
 * @param version the canary: a published version's number
 */
public record Target(String function, String alias, String version) {
  private static final Pattern ARN =
      Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:([A-Za-z0-9_-]{1,64})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Whether AWS would take this as the name or unqualified ARN of a function. */
  public static boolean isFunction(String text) {
    return NAME.matcher(text).matches() || ARN.matcher(text).matches();
  }

  /** The function's bare name, whichever way it was given. */
  public String functionName() {
    Matcher arn = ARN.matcher(function);
    return arn.matches() ? arn.group(1) : function;
  }

  /** How people and CloudWatch call it: {@code orders:live}. */
  @Override
  public String toString() {
    return functionName() + ":" + alias;
  }
}
