package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into an event: {@code $.detail.targets[0].name}. Wildcards are not supported.
 *
 * @param steps field names (text) or list indexes (integers)
 */
record EventPath(List<Object> steps) {
  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z0-9_/-]+)|\\['([^']+)']|\\[(\\d{1,9})]");

  /** The value at a path; null is JSON's null. */
  record PathValue(Object value) {}

  /**
   * Parses a path.
   *
   * @throws AwsError if it is invalid or not implemented here
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

  /** The value at this path. Empty when the tree has no such path. */
  Optional<PathValue> in(Object tree) {
    Object found = new JsonView(tree).find(steps);
    return found == JsonView.MISSING ? Optional.empty() : Optional.of(new PathValue(found));
  }
}
