package dev.coalmine.embedded.asl.expression;

import dev.coalmine.embedded.json.JsonView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to one place in a tree, by names and indices only: {@code $.a['b'][0]}.
 *
 * @param text as written in the definition
 * @param steps String for a field, Integer for an item
 */
public record ReferencePath(String text, List<Object> steps) {
  // Recorded behaviour: a backslash in a bracketed name is part of the name.
  private static final Pattern STEP =
      Pattern.compile(
          "\\.([\\p{L}\\p{N}_-]+)|\\['([^'\\\\]*+(?:\\\\[^'\\\\][^'\\\\]*+)*+)'\\]|\\[(\\d{1,9})\\]");

  public ReferencePath {
    steps = List.copyOf(steps);
  }

  /** Parses a path. Empty when the text has anything beyond names and indices. */
  public static Optional<ReferencePath> parse(String text) {
    Matcher matcher = STEP.matcher(text);
    List<Object> steps = new ArrayList<>();
    int end = 1;
    while (end < text.length() && matcher.region(end, text.length()).lookingAt()) {
      steps.add(step(matcher));
      end = matcher.end();
    }
    return text.startsWith("$") && end == text.length()
        ? Optional.of(new ReferencePath(text, steps))
        : Optional.empty();
  }

  private static Object step(Matcher matcher) {
    if (matcher.group(3) != null) {
      return Integer.valueOf(matcher.group(3));
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /** The value at this place, or {@link JsonView#MISSING}. */
  Object find(Object root) {
    return new JsonView(root).find(steps);
  }

  /** Why there is no value at this place, in AWS' words (recorded behaviour). */
  String absence(Object root) {
    StringBuilder place = new StringBuilder("$");
    for (int depth = 0; depth < steps.size(); depth++) {
      Object step = steps.get(depth);
      place.append(step instanceof Integer ? "[" + step + "]" : "['" + step + "']");
      boolean isThere = new JsonView(root).find(steps.subList(0, depth + 1)) != JsonView.MISSING;
      if (!isThere && depth + 1 < steps.size()) {
        return "Missing property in path " + place;
      }
    }
    return "No results for path: " + place;
  }

  /**
   * A tree with the value at this place. Missing objects on the way are created, and the rest of
   * the tree is unchanged.
   *
   * @throws StateFailure States.ResultPathMatchFailure when the place is impossible
   */
  public Object put(Object root, Object value) {
    return put(root, value, 0);
  }

  private Object put(Object tree, Object value, int depth) {
    if (depth == steps.size()) {
      return value;
    }
    if (steps.get(depth) instanceof Integer index) {
      return putItem(tree, index, value, depth);
    }
    if (tree == JsonView.MISSING || tree instanceof Map<?, ?>) {
      return putField(tree, (String) steps.get(depth), value, depth);
    }
    throw mismatch(depth);
  }

  private Object putField(Object tree, String name, Object value, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, old) -> copy.put((String) key, old));
    }
    copy.put(
        name, put(copy.containsKey(name) ? copy.get(name) : JsonView.MISSING, value, depth + 1));
    return Collections.unmodifiableMap(copy);
  }

  private Object putItem(Object tree, int index, Object value, int depth) {
    if (!(tree instanceof List<?> list) || index >= list.size()) {
      throw mismatch(depth);
    }
    List<Object> copy = new ArrayList<>(list);
    copy.set(index, put(copy.get(index), value, depth + 1));
    return Collections.unmodifiableList(copy);
  }

  private StateFailure mismatch(int depth) {
    return new StateFailure(
        ErrorName.RESULT_PATH_MATCH_FAILURE,
        "Unable to apply step \"%s\" of ResultPath %s to the input"
            .formatted(steps.get(depth), text));
  }
}
