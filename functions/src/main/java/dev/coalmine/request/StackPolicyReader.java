package dev.coalmine.request;

import dev.coalmine.text.Quote;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Reads the policy of the stack from its parameters. The template's patterns let no other values
 * pass; a value that comes nevertheless refuses every release, and does not count as no limit.
 */
public final class StackPolicyReader {
  private static final String VARIABLE = "[A-Za-z0-9_*]+";
  private static final String HOOK =
      "(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)?[A-Za-z0-9_*-]+";

  private final List<String> faults = new ArrayList<>();

  private StackPolicyReader() {}

  /**
   * A policy, with no limit in place of a faulty parameter.
   *
   * @param faults all faults; with any of them nothing may be released
   */
  public record ParsedPolicy(StackPolicy policy, List<String> faults) {}

  /** Reads the parameters. */
  public static ParsedPolicy read(PolicyParameters parameters) {
    StackPolicyReader reader = new StackPolicyReader();
    StackPolicy policy =
        new StackPolicy(
            reader.gate(parameters.requireGate()),
            reader.bake(parameters.minimumBake()),
            reader.names(
                "AllowedVariables",
                parameters.allowedVariables(),
                VARIABLE,
                "names of stage variables",
                name -> name),
            reader.names(
                "AllowedPlans",
                parameters.allowedPlans(),
                "\\*|" + planPattern(),
                "names of plans",
                Presets::bareName),
            reader.names(
                "AllowedHooks",
                parameters.allowedHooks(),
                HOOK,
                "names or ARNs of functions without version or alias",
                name -> name));
    return new ParsedPolicy(policy, List.copyOf(reader.faults));
  }

  private static String planPattern() {
    return "paced|thorough|steps|(CodeDeployDefault\\.Lambda)?("
        + String.join("|", Presets.names())
        + ")";
  }

  private GateRule gate(String text) {
    for (GateRule rule : GateRule.values()) {
      if (rule.word().equals(text)) {
        return rule;
      }
    }
    addFault("RequireGate", "false, true or metrics", text);
    return GateRule.NONE;
  }

  private Duration bake(String text) {
    try {
      Duration bake = Duration.parse(text);
      if (!bake.isNegative() && bake.toNanosPart() == 0) {
        return bake;
      }
    } catch (DateTimeParseException e) {
      // a fault, as below
    }
    addFault("MinimumBake", "an ISO-8601 duration of whole seconds, such as PT10M", text);
    return Duration.ZERO;
  }

  private AllowedNames names(
      String parameter,
      String text,
      String pattern,
      String meaning,
      UnaryOperator<String> normalize) {
    List<String> names =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    names.stream()
        .filter(name -> !name.matches(pattern))
        .forEach(name -> addFault(parameter, meaning, name));
    return new AllowedNames(names.stream().map(normalize).collect(Collectors.toList()));
  }

  private void addFault(String parameter, String meaning, String found) {
    faults.add(
        "the stack's parameter %s must be %s, not %s: nothing is released before that is mended"
            .formatted(parameter, meaning, Quote.of(found)));
  }
}
