package dev.coalmine.request;

import dev.coalmine.text.Quote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The release request for a new version, from the function's tags. Tags are translated but not
 * checked: their faults stay in the request, so that the execution is refused with all faults,
 * where people look for releases. A fault that was only logged would look as if no version had been
 * published.
 */
public final class TagRequest {
  /** The prefix of Coalmine's tags. */
  static final String PREFIX = "coalmine:";

  /** The tag that turns releases on and names the alias. */
  public static final String ALIAS = PREFIX + "alias";

  private static final String PLAN = PREFIX + "plan";
  private static final String ALARMS = PREFIX + "alarms";
  private static final String METRICS = PREFIX + "metrics";
  private static final String APPROVE = PREFIX + "approve";

  /** The tags for hooks. */
  private static final Map<String, String> HOOKS =
      Map.of(
          PREFIX + "before-traffic",
          Hooks.BEFORE_TRAFFIC,
          PREFIX + "each-step",
          Hooks.EACH_STEP,
          PREFIX + "after-traffic",
          Hooks.AFTER_TRAFFIC);

  /** The tags for fields that have other names in a request. */
  private static final Map<String, String> FIELDS =
      Map.of(
          ALIAS,
          "alias",
          PREFIX + "max-duration",
          "maxDuration",
          PREFIX + "when-inconclusive",
          "whenInconclusive",
          PREFIX + "watch",
          "watch",
          PREFIX + "approval-timeout",
          "approvalTimeout",
          PREFIX + "if-busy",
          "ifBusy");

  private TagRequest() {}

  /** The names of all tags. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(PLAN, ALARMS, METRICS, APPROVE));
    names.addAll(HOOKS.keySet());
    names.addAll(FIELDS.keySet());
    return names.stream().sorted().toList();
  }

  /**
   * The request as a JSON tree, the same for the same tags; RequestReader finds its faults.
   *
   * @throws NothingToReleaseException if no tag names an alias
   */
  public static Map<String, Object> of(PublishedVersion published, Map<String, String> tags) {
    Map<String, String> ours = new TreeMap<>(tags);
    ours.keySet().removeIf(name -> !name.startsWith(PREFIX));
    if (!ours.containsKey(ALIAS)) {
      throw new NothingToReleaseException(
          "%s has no tag %s%s"
              .formatted(
                  published.functionName(),
                  ALIAS,
                  ours.isEmpty() ? "" : ", only " + names(ours.keySet())));
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("function", published.function());
    request.put("version", published.version());
    Map<String, Object> gate = new LinkedHashMap<>();
    Map<String, Object> hooks = new LinkedHashMap<>();
    ours.forEach((name, value) -> put(name, value.strip(), request, gate, hooks));
    putUnlessEmpty("gate", gate, request);
    putUnlessEmpty("hooks", hooks, request);
    return request;
  }

  private static String names(Set<String> tags) {
    return tags.stream().map(Quote::name).collect(Collectors.joining(", "));
  }

  private static void putUnlessEmpty(
      String field, Map<String, Object> value, Map<String, Object> request) {
    if (!value.isEmpty()) {
      request.put(field, value);
    }
  }

  private static void put(
      String name,
      String value,
      Map<String, Object> request,
      Map<String, Object> gate,
      Map<String, Object> hooks) {
    switch (name) {
      case PLAN -> request.put("plan", plan(value));
      case ALARMS -> gate.put("alarms", words(value));
      case METRICS -> gate.put("metrics", metrics(value));
      case APPROVE ->
          request.put("approve", words(value).stream().map(TagRequest::weight).toList());
      default -> {
        if (HOOKS.containsKey(name)) {
          hooks.put(HOOKS.get(name), value);
        } else {
          request.put(FIELDS.getOrDefault(name, name), value);
        }
      }
    }
  }

  /** A plan's name, or steps: {@code 5@PT2M 50@PT10M}. A tag's value can't be JSON. */
  private static Object plan(String value) {
    return value.contains("@")
        ? Map.of("steps", words(value).stream().map(TagRequest::step).toList())
        : value;
  }

  private static Map<String, Object> step(String word) {
    int at = word.indexOf('@');
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("weight", weight(at < 0 ? word : word.substring(0, at)));
    if (at >= 0) {
      step.put("bake", word.substring(at + 1));
    }
    return step;
  }

  private static Object weight(String word) {
    return word.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(word) : word;
  }

  private static Object metrics(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      case "errors" -> only("errors", "latency");
      case "latency" -> only("latency", "errors");
      default -> value;
    };
  }

  private static Map<String, Object> only(String on, String off) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put(on, true);
    scope.put(off, false);
    return scope;
  }

  private static List<String> words(String value) {
    return Arrays.stream(value.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
