package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.ErrorName;
import java.util.ArrayList;
import java.util.List;

/** Reads the error names of a Retry or Catch entry. */
final class ErrorEqualsReader {
  private ErrorEqualsReader() {}

  /** The names. States.ALL must be alone and in the last entry. */
  static List<String> read(DefinitionFields fields, boolean last) {
    List<String> names = new ArrayList<>();
    for (Object name : fields.list("ErrorEquals")) {
      if (name instanceof String text && ErrorName.isAllowed(text)) {
        names.add(text);
      } else {
        fields.addFault("ErrorEquals: " + name + " is not an error name");
      }
    }
    if (fields.list("ErrorEquals").isEmpty()) {
      fields.addFault("ErrorEquals must be a non-empty array");
    }
    if (names.contains(ErrorName.ALL) && (names.size() > 1 || !last)) {
      fields.addFault(
          "States.ALL must be the only name in ErrorEquals, and only in the last entry");
    }
    return names;
  }
}
