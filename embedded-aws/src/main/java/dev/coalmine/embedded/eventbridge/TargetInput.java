package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a target's input from an event. */
sealed interface TargetInput {
  /** The input's text. The target checks whether it is JSON. */
  String of(Map<String, Object> event, EventRule rule, String ingested);

  /** The whole event. */
  record WholeEventInput() implements TargetInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return Json.toText(event);
    }
  }

  /** A constant (Input). */
  record ConstantInput(String text) implements TargetInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return text;
    }
  }

  /** A part of the event (InputPath); null where the event has no such part. */
  record PathInput(EventPath path) implements TargetInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return path.in(event).map(found -> Json.toText(found.value())).orElse("null");
    }
  }

  /** A filled template (InputTransformer). */
  record TransformedInput(InputTemplate template) implements TargetInput {
    @Override
    public String of(Map<String, Object> event, EventRule rule, String ingested) {
      return template.fill(event, rule, ingested);
    }
  }

  /**
   * Reads the input settings of a target in PutTargets.
   *
   * @throws AwsError as PutTargets refuses it
   */
  static TargetInput read(JsonFields target) {
    String id = target.text("Id");
    refuseSeveral(target, id);
    if (target.has("Input")) {
      return constant(target.text("Input"), id);
    }
    if (target.has("InputPath")) {
      return new PathInput(EventPath.parse(target.text("InputPath"), "target " + id));
    }
    return target.has("InputTransformer")
        ? new TransformedInput(template(target.object("InputTransformer"), id))
        : new WholeEventInput();
  }

  private static void refuseSeveral(JsonFields target, String id) {
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
  }

  private static TargetInput constant(String text, String id) {
    AwsJson.checkLength(8192, text, "targets.1.member.input");
    try {
      Json.validate(text);
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation("JSON syntax error in input for target " + id + ".");
    }
    return new ConstantInput(text);
  }

  private static InputTemplate template(JsonFields transformer, String id) {
    Map<String, EventPath> paths = new LinkedHashMap<>();
    JsonFields map = transformer.object("InputPathsMap");
    for (String name : map.tree().keySet()) {
      paths.put(name, EventPath.parse(map.text(name), "target " + id));
    }
    String where = "targets.1.member.inputTransformer.inputTemplate";
    String text = AwsJson.requiredText(transformer, "InputTemplate", where);
    AwsJson.checkLength(8192, text, where);
    return InputTemplate.read(text, paths, id);
  }
}
