package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.Arns;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rules for aliases that CreateAlias and UpdateAlias share. */
final class AliasValidation {
  private static final String NAME = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";
  private static final String VERSION = "(\\$LATEST(\\.PUBLISHED)?|[0-9]+)";
  private static final String KEY = "[0-9]+";
  private static final String WEIGHTS = "routingConfig.additionalVersionWeights";

  private AliasValidation() {}

  static void checkName(String name) {
    if (name.isEmpty()) {
      throw LambdaErrors.missing("name");
    }
    if (name.length() > 128) {
      throw LambdaErrors.validation(
          name, "name", "Member must have length less than or equal to 128");
    }
    if (!name.matches(NAME)) {
      throw LambdaErrors.invalidPattern(name, "name", NAME);
    }
  }

  static void checkVersion(LambdaFunction function, String version) {
    if (version.isEmpty()) {
      throw LambdaErrors.missing("functionVersion");
    }
    if (!version.matches(VERSION)) {
      throw LambdaErrors.invalidPattern(version, "functionVersion", VERSION);
    }
    existing(function, version);
  }

  static void checkDescription(String description) {
    if (description.length() > 256) {
      throw LambdaErrors.validation(
          description, "description", "Member must have length less than or equal to 256");
    }
  }

  /**
   * Checks the weights against the primary version, in the order of the recorded refusals. The
   * range is the API model's, 0 and 1 included. It is unknown whether AWS accepts 0 and 1 from a
   * client.
   */
  static Map<String, Double> checkedWeights(
      LambdaFunction function, String primary, Map<String, Object> given) {
    if (given.isEmpty()) {
      return Map.of();
    }
    if (given.size() > 1) {
      throw LambdaErrors.invalid(
          "Number of items in AdditionalVersionWeights cannot be greater than 1");
    }
    Map<String, Double> weights = parsedWeights(given);
    String second = weights.keySet().iterator().next();
    checkPair(primary, second, given);
    existing(function, second);
    checkSameConfiguration(function, primary, second);
    return weights;
  }

  private static Map<String, Double> parsedWeights(Map<String, Object> given) {
    Map<String, Double> weights = new LinkedHashMap<>();
    given.forEach(
        (version, weight) -> {
          boolean number = weight instanceof Number;
          double share = number ? ((Number) weight).doubleValue() : Double.NaN;
          if (!(share >= 0.0 && share <= 1.0)) {
            throw LambdaErrors.validation(
                number ? Map.of(version, share) : given,
                WEIGHTS,
                "Map value must satisfy constraint: [Member must have value less than or equal to"
                    + " 1.0, Member must have value greater than or equal to 0.0, Member must not"
                    + " be null]");
          }
          weights.put(version, share);
        });
    return weights;
  }

  private static void checkPair(String primary, String second, Map<String, Object> given) {
    if (second.equals(primary)) {
      throw LambdaErrors.invalid(
          "Invalid function version %s. Function version %s is already included in routing configuration."
              .formatted(second, second));
    }
    if (primary.equals(FunctionVersion.LATEST)) {
      throw LambdaErrors.invalid(
          "$LATEST is not supported for an alias pointing to more than 1 version");
    }
    if (!second.matches(KEY)) {
      throw LambdaErrors.validation(
          given,
          WEIGHTS,
          "Map keys must satisfy constraint: [Member must have length less than or equal to 1024,"
              + " Member must have length greater than or equal to 1, Member must satisfy regular"
              + " expression pattern: [0-9]+, Member must not be null]");
    }
  }

  private static FunctionVersion existing(LambdaFunction function, String version) {
    return function
        .version(version)
        .orElseThrow(() -> LambdaErrors.noFunction(Arns.function(function.name(), version)));
  }

  /**
   * The rule is from the Lambda developer guide. The wording is ours, because AWS's was not
   * recorded.
   */
  private static void checkSameConfiguration(
      LambdaFunction function, String primary, String second) {
    FunctionSettings one = existing(function, primary).settings();
    FunctionSettings other = existing(function, second).settings();
    if (!one.text("Role").equals(other.text("Role"))) {
      throw LambdaErrors.invalid(
          "Versions %s and %s must have the same execution role.".formatted(primary, second));
    }
    if (!one.deadLetterTarget().equals(other.deadLetterTarget())) {
      throw LambdaErrors.invalid(
          "Versions %s and %s must have the same dead-letter queue configuration."
              .formatted(primary, second));
    }
  }
}
