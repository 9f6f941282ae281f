package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in an event: {@code $.detail.targets[0].name}. Of the paths that EventBridge takes those
 * without wildcards.
 *
 * @param steps names of fields, or numbers of elements
 */
record EventPath(List<Object> steps) {
  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z0-9_/-]+)|\\['([^']+)']|\\[(\\d{1,9})]");

  /** What stands there; null is JSON's null. */
  record PathValue(Object value) {}

  /**
   * Reads a path.
   *
   * @throws AwsError if it is none, or one that is not implemented here
   */
  static EventPath parse(String text, String where) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int at = text.startsWith("$") ? 1 : -1;
    while (at >= 0 && at < text.length()) {
      boolean fits = matcher.find(at) && matcher.start() == at;
      if (fits) {
        steps.add(step(matcher));
      }
      at = fits ? matcher.end() : -1;
    }
    if (at < 0) {
      throw AwsJson.validation(where + ": the path " + text + " is not supported here");
    }
    return new EventPath(List.copyOf(steps));
  }

  private static Object step(Matcher matcher) {
    if (matcher.group(3) != null) {
      return Integer.valueOf(matcher.group(3));
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /** What stands at this place of the tree; empty when there is no such place. */
  Optional<PathValue> in(Object tree) {
    Object found = new JsonView(tree).find(steps);
    return found == JsonView.MISSING ? Optional.empty() : Optional.of(new PathValue(found));
  }
}
