package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.EvaluationScope;
import java.util.ArrayList;
import java.util.List;

/** The condition of a choice rule. */
public sealed interface ChoiceCondition
    permits ChoiceCondition.AndCondition,
        ChoiceCondition.OrCondition,
        ChoiceCondition.NotCondition,
        ChoiceCondition.RefusedCondition,
        ChoiceComparison {
  /**
   * Tests the condition. And and Or stop as soon as the result is known, so one part may guard the
   * next.
   */
  boolean test(EvaluationScope scope);

  /** Reads one rule and records its faults. A rule with faults never holds. */
  static ChoiceCondition read(DefinitionFields fields) {
    fields.text("Comment");
    ChoiceCondition condition;
    if (fields.has("And")) {
      condition = new AndCondition(parts(fields, "And"));
    } else if (fields.has("Or")) {
      condition = new OrCondition(parts(fields, "Or"));
    } else if (fields.has("Not")) {
      condition = new NotCondition(read(fields.inside("Not", fields.tree("Not"))));
    } else {
      condition = ChoiceComparison.read(fields);
    }
    fields.refuseUnread();
    return condition;
  }

  private static List<ChoiceCondition> parts(DefinitionFields fields, String name) {
    if (fields.list(name).isEmpty()) {
      fields.addFault(name + " must be a non-empty array");
    }
    List<ChoiceCondition> parts = new ArrayList<>();
    for (Object part : fields.list(name)) {
      parts.add(read(fields.inside(name + " " + (parts.size() + 1), part)));
    }
    return parts;
  }

  /** All parts hold. */
  record AndCondition(List<ChoiceCondition> parts) implements ChoiceCondition {
    @Override
    public boolean test(EvaluationScope scope) {
      return parts.stream().allMatch(part -> part.test(scope));
    }
  }

  /** At least one part holds. */
  record OrCondition(List<ChoiceCondition> parts) implements ChoiceCondition {
    @Override
    public boolean test(EvaluationScope scope) {
      return parts.stream().anyMatch(part -> part.test(scope));
    }
  }

  /** The part does not hold. */
  record NotCondition(ChoiceCondition part) implements ChoiceCondition {
    @Override
    public boolean test(EvaluationScope scope) {
      return !part.test(scope);
    }
  }

  /** A rule with faults. */
  record RefusedCondition() implements ChoiceCondition {
    @Override
    public boolean test(EvaluationScope scope) {
      return false;
    }
  }
}
