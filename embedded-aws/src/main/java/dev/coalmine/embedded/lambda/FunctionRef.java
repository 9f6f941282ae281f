package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function reference: a name, an ARN or a partial ARN, each with or without a qualifier.
 *
 * @param name the bare name
 * @param qualifier a version, an alias or {@code $LATEST}; empty when there is none
 */
record FunctionRef(String name, String qualifier) {
  private static final String SYNTAX =
      "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?"
          + "(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
  private static final Pattern PATTERN = Pattern.compile(SYNTAX);
  private static final int MAX_NAME = 64;

  /**
   * Parses a FunctionName and a Qualifier parameter.
   *
   * @throws AwsError as Lambda refuses malformed names, contradicting qualifiers and functions of
   *     other regions or accounts
   */
  static FunctionRef parse(String text, String qualifierParameter) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw LambdaErrors.invalidPattern(text, "functionName", SYNTAX);
    }
    refuseElsewhere(text, matcher.group(3), matcher.group(8));
    String name = matcher.group(10);
    if (name.length() > MAX_NAME) {
      throw LambdaErrors.validation(
          name, "functionName", "Member must have length less than or equal to " + MAX_NAME);
    }
    return new FunctionRef(name, qualifier(matcher.group(12), qualifierParameter));
  }

  private static String qualifier(String inName, String parameter) {
    if (inName == null) {
      return parameter;
    }
    if (!parameter.isEmpty() && !parameter.equals(inName)) {
      throw LambdaErrors.invalid(
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return inName;
  }

  private static void refuseElsewhere(String text, String region, String account) {
    if (region != null && !region.equals(Arns.REGION + ":")) {
      throw LambdaErrors.notFound(
          "Functions from '"
              + region.replace(":", "")
              + "' are not reachable in this region ('"
              + Arns.REGION
              + "')");
    }
    if (account != null && !account.equals(Arns.ACCOUNT + ":")) {
      throw new AwsError(
          403,
          "AccessDeniedException",
          "not authorized: no resource-based policy allows access to " + text);
    }
  }

  /** The ARN of the reference. */
  String arn() {
    return Arns.function(name, qualifier);
  }

  /** Whether it refers to the unpublished code: unqualified or {@code $LATEST}. */
  boolean isLatest() {
    return qualifier.isEmpty() || qualifier.equals(FunctionVersion.LATEST);
  }

  /** Whether the qualifier is a version number. */
  boolean isNumber() {
    return qualifier.matches("[0-9]+");
  }
}
