package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a target is given of an event. */
sealed interface EventInput {
  /** The input's text; whether it is JSON is for the target to say. */
  String of(Map<String, Object> event, EventRule rule, String ingested);

  /** All of it. */
  record Whole() implements EventInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return Json.text(event);
    }
  }

  /** Always the same (Input). */
  record Constant(String text) implements EventInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return text;
    }
  }

  /** A part of it (InputPath); null where it has no such part. */
  record Part(EventPath path) implements EventInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return path.in(event).map(found -> Json.text(found.value())).orElse("null");
    }
  }

  /** Something made of it (InputTransformer). */
  record Transformed(EventTemplate template) implements EventInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return template.filled(event, rule, ingested);
    }
  }

  /**
   * Reads what a target in PutTargets says of its input.
   *
   * @throws AwsError as PutTargets refuses it
   */
  static EventInput read(Fields target) {
    String id = target.text("Id");
    long given =
        target.tree().keySet().stream()
            .filter(name -> name.startsWith("Input") && target.has(name))
            .count();
    if (given > 1) {
      throw AwsJson.validation(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + id
              + ".");
    }
    if (target.has("Input")) {
      return constant(target.text("Input"), id);
    }
    if (target.has("InputPath")) {
      return new Part(EventPath.parse(target.text("InputPath"), "target " + id));
    }
    return target.has("InputTransformer")
        ? new Transformed(template(target.object("InputTransformer"), id))
        : new Whole();
  }

  private static EventInput constant(String text, String id) {
    AwsJson.atMost(8192, text, "targets.1.member.input");
    try {
      Json.check(text);
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation("JSON syntax error in input for target " + id + ".");
    }
    return new Constant(text);
  }

  private static EventTemplate template(Fields transformer, String id) {
    Map<String, EventPath> paths = new LinkedHashMap<>();
    Fields map = transformer.object("InputPathsMap");
    for (String name : map.tree().keySet()) {
      paths.put(name, EventPath.parse(map.text(name), "target " + id));
    }
    String where = "targets.1.member.inputTransformer.inputTemplate";
    String text = AwsJson.required(transformer, "InputTemplate", where);
    AwsJson.atMost(8192, text, where);
    return EventTemplate.read(text, paths, id);
  }
}
