package dev.coalmine.local.asl;

import java.util.ArrayList;
import java.util.List;

/** Reads the error names of a Retry or Catch entry. */
final class ErrorEquals {
  private ErrorEquals() {}

  /** The names, with their faults noted: States.ALL stands alone and in the last entry. */
  static List<String> read(Fields fields, boolean last) {
    List<String> names = new ArrayList<>();
    for (Object name : fields.list("ErrorEquals")) {
      if (name instanceof String text && ErrorName.mayBeNamed(text)) {
        names.add(text);
      } else {
        fields.fault("ErrorEquals: " + name + " is not an error name");
      }
    }
    if (fields.list("ErrorEquals").isEmpty()) {
      fields.fault("ErrorEquals must be an array that is not empty");
    }
    if (names.contains(ErrorName.ALL) && (names.size() > 1 || !last)) {
      fields.fault("States.ALL must stand alone in ErrorEquals, and in the last entry");
    }
    return names;
  }
}
