package dev.coalmine.request;

import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import dev.coalmine.text.Quote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Reads the targets of a request: one function in the short form, or a list. */
final class TargetReader {
  /** Each target is read and written at every step; a handler has 30 s for all of them. */
  private static final int MOST_TARGETS = 10;

  private static final String ALIAS = "(?!^[0-9]+$)[A-Za-z0-9-_]{1,128}";

  /** The names and values of stage variables that API Gateway accepts (API reference). */
  private static final String VARIABLE = "[A-Za-z0-9_]{1,64}";

  private static final String VALUE = "[A-Za-z0-9-._~:/?#&=,]{1,512}";

  private final List<String> faults;

  TargetReader(List<String> faults) {
    this.faults = faults;
  }

  /** The targets that could be read, in the request's order. */
  List<Target> targets(RequestFields fields) {
    if (!fields.has("targets")) {
      if (!fields.has("function")) {
        faults.add("function is missing: name the function to release, or use targets");
      }
      return alias(fields).map(List::<Target>of).orElse(List.of());
    }
    for (String shortForm : List.of("function", "alias", "version")) {
      if (fields.has(shortForm)) {
        faults.add(shortForm + " and targets cannot be combined");
      }
    }
    Object targets = fields.value("targets").orElse(List.of());
    if (!(targets instanceof List<?> list) || list.isEmpty() || list.size() > MOST_TARGETS) {
      fields.addFault(
          "targets",
          "must be a list of 1 to %d aliases and stages, not %s"
              .formatted(MOST_TARGETS, Quote.of(targets)));
      return List.of();
    }
    return distinct(list);
  }

  private List<Target> distinct(List<?> list) {
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String where = "targets[" + i + "]";
      Optional<? extends Target> target = one(RequestFields.of(list.get(i), where, faults));
      if (target.isPresent() && !names.add(target.get().toString())) {
        faults.add("%s: %s is listed twice".formatted(where, target.get()));
      } else {
        target.ifPresent(targets::add);
      }
    }
    return targets;
  }

  private Optional<? extends Target> one(RequestFields target) {
    if (target.has("httpApi")) {
      target.addFault(
          "httpApi",
          "cannot be released: an HTTP API's stage has no canary; release the alias behind it");
      return Optional.empty();
    }
    if (target.has("restApi") || target.has("stage")) {
      return stage(target.rejectUnknown("restApi", "stage", "deployment", "variables"));
    }
    if (!target.has("function")) {
      target.addFault("function", "is missing: set function, or restApi and stage");
    }
    return alias(target.rejectUnknown("function", "alias", "version"));
  }

  private static Optional<AliasTarget> alias(RequestFields target) {
    String alias =
        target
            .text("alias", ALIAS, "the name of an alias: letters, digits, - or _, not digits alone")
            .orElse("live");
    String version = version(target).orElse("");
    return function(target).map(function -> new AliasTarget(function, alias, version));
  }

  private static Optional<String> function(RequestFields target) {
    Optional<Object> value = target.value("function");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof String text && AliasTarget.isFunctionNameOrArn(text)) {
      return Optional.of(text);
    }
    target.addFault(
        "function",
        "must be a function's name or its ARN without a version or alias, not "
            + target.quoted("function", value.get()));
    return Optional.empty();
  }

  private static Optional<String> version(RequestFields target) {
    Optional<Object> value = target.value("version");
    if (value.filter(text -> String.valueOf(text).startsWith("$LATEST")).isPresent()) {
      target.addFault(
          "version",
          "must be a published version's number: %s can change during the release"
              .formatted(Quote.name(value.get())));
      return Optional.empty();
    }
    if (value.filter(Integer.class::isInstance).isPresent()) {
      OptionalInt number = target.wholeNumber("version", 1, Integer.MAX_VALUE);
      return number.isPresent() ? Optional.of(String.valueOf(number.getAsInt())) : Optional.empty();
    }
    return target.text("version", "[1-9][0-9]{0,17}", "a published version's number");
  }

  private Optional<StageTarget> stage(RequestFields target) {
    for (String needed : List.of("restApi", "stage")) {
      if (!target.has(needed)) {
        target.addFault(needed, "is missing");
      }
    }
    Optional<String> restApi =
        target.text("restApi", "[A-Za-z0-9]{1,64}", "a REST API's id, such as \"a1b2c3d4e5\"");
    Optional<String> stage =
        target.text("stage", "[A-Za-z0-9_-]{1,128}", "a stage's name: letters, digits, _ or -");
    Optional<String> deployment =
        target.text("deployment", "[A-Za-z0-9]{1,64}", "a deployment's id, such as \"x9y8z7\"");
    Map<String, String> variables = variables(target);
    if (!target.has("deployment") && !target.has("variables")) {
      target.addFault("deployment", "is missing: set deployment or variables for the canary");
    }
    return restApi.isEmpty() || stage.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StageTarget(restApi.get(), stage.get(), deployment.orElse(""), variables));
  }

  private Map<String, String> variables(RequestFields target) {
    Object variables = target.value("variables").orElse(Map.of());
    if (!(variables instanceof Map<?, ?> map) || (target.has("variables") && map.isEmpty())) {
      target.addFault(
          "variables", "must be an object of stage variables, not " + Quote.of(variables));
      return Map.of();
    }
    Map<String, String> read = new TreeMap<>();
    map.forEach(
        (name, value) -> {
          if (!String.valueOf(name).matches(VARIABLE)) {
            target.addFault(
                "variables", "has " + Quote.of(name) + ": a name has only letters, digits and _");
          } else if (!(value instanceof String text) || !text.matches(VALUE)) {
            target.addFault(
                "variables." + name,
                "must be a string of letters, digits and -._~:/?#&=, not " + Quote.of(value));
          } else {
            read.put(String.valueOf(name), text);
          }
        });
    return read;
  }
}
