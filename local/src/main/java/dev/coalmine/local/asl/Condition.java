package dev.coalmine.local.asl;

import java.util.ArrayList;
import java.util.List;

/** What a choice rule asks of the input. */
sealed interface Condition
    permits Condition.All, Condition.Any, Condition.Not, Condition.Never, Comparison {
  /** Asks it; And and Or stop as soon as the answer is known, so one part may guard the next. */
  boolean test(Scope scope);

  /** Reads one rule and notes its faults; a faulty one never holds. */
  static Condition read(Fields fields) {
    fields.text("Comment");
    Condition condition;
    if (fields.has("And")) {
      condition = new All(parts(fields, "And"));
    } else if (fields.has("Or")) {
      condition = new Any(parts(fields, "Or"));
    } else if (fields.has("Not")) {
      condition = new Not(read(fields.inside("Not", fields.tree("Not"))));
    } else {
      condition = Comparison.read(fields);
    }
    fields.end();
    return condition;
  }

  private static List<Condition> parts(Fields fields, String name) {
    if (fields.list(name).isEmpty()) {
      fields.fault(name + " must be an array that is not empty");
    }
    List<Condition> parts = new ArrayList<>();
    for (Object part : fields.list(name)) {
      parts.add(read(fields.inside(name + " " + (parts.size() + 1), part)));
    }
    return parts;
  }

  /** Every part holds. */
  record All(List<Condition> parts) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return parts.stream().allMatch(part -> part.test(scope));
    }
  }

  /** At least one part holds. */
  record Any(List<Condition> parts) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return parts.stream().anyMatch(part -> part.test(scope));
    }
  }

  /** The part does not hold. */
  record Not(Condition part) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return !part.test(scope);
    }
  }

  /** A rule that was refused. */
  record Never() implements Condition {
    @Override
    public boolean test(Scope scope) {
      return false;
    }
  }
}
