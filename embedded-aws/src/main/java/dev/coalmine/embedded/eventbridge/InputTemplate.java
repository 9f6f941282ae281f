package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The template of an input transformer. The substitution is recorded: a bare placeholder becomes
 * JSON, one within quotes becomes text, and a path without a value becomes an empty text.
 *
 * @param parts literal texts and placeholders
 * @param paths the paths of the placeholders
 * @param isText whether the template is one quoted text instead of an object
 */
record InputTemplate(List<TemplatePart> parts, Map<String, EventPath> paths, boolean isText) {
  private static final Pattern PLACEHOLDER = Pattern.compile("<([^<>\\s\"]+)>");
  private static final Set<String> PREDEFINED =
      Set.of(
          "aws.events.rule-arn",
          "aws.events.rule-name",
          "aws.events.event.ingestion-time",
          "aws.events.event",
          "aws.events.event.json");

  /**
   * A part of a template.
   *
   * @param text the literal text, or the name of the placeholder
   * @param quoted whether a placeholder is within quotes
   */
  record TemplatePart(String text, boolean placeholder, boolean quoted) {}

  /**
   * Parses a template.
   *
   * @throws AwsError if a placeholder has no path
   */
  static InputTemplate read(String text, Map<String, EventPath> paths, String target) {
    List<TemplatePart> parts = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int at = 0;
    boolean quoted = false;
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!paths.containsKey(name) && !PREDEFINED.contains(name)) {
        throw AwsJson.validation(
            "InputTemplate for target " + target + " contains invalid placeholder " + name + ".");
      }
      String before = text.substring(at, matcher.start());
      quoted ^= leavesQuotes(before);
      parts.add(new TemplatePart(before, false, false));
      parts.add(new TemplatePart(name, true, quoted));
      at = matcher.end();
    }
    parts.add(new TemplatePart(text.substring(at), false, false));
    return new InputTemplate(List.copyOf(parts), Map.copyOf(paths), text.startsWith("\""));
  }

  /** Whether a text has an odd number of unescaped quotes. */
  private static boolean leavesQuotes(String text) {
    boolean odd = false;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        odd = !odd;
      }
    }
    return odd;
  }

  /** The template filled with an event's values. */
  String fill(Map<String, Object> event, EventRule rule, String ingested) {
    StringBuilder text = new StringBuilder();
    for (TemplatePart part : parts) {
      if (!part.placeholder()) {
        text.append(part.text());
      } else {
        Optional<EventPath.PathValue> value = value(part.text(), event, rule, ingested);
        text.append(part.quoted() ? value.map(this::text).orElse("") : json(value));
      }
    }
    return text.toString();
  }

  private static String json(Optional<EventPath.PathValue> value) {
    return value.map(found -> Json.toText(found.value())).orElse("\"\"");
  }

  /** Recorded: objects and lists lose their quotes in a text. Within an object they keep them. */
  private String text(EventPath.PathValue found) {
    String json = Json.toText(found.value());
    if (found.value() instanceof String) {
      return json.substring(1, json.length() - 1);
    }
    return isText ? json.replace("\"", "") : json;
  }

  private Optional<EventPath.PathValue> value(
      String name, Map<String, Object> event, EventRule rule, String ingested) {
    return switch (name) {
      case "aws.events.rule-arn" -> Optional.of(new EventPath.PathValue(rule.arn()));
      case "aws.events.rule-name" -> Optional.of(new EventPath.PathValue(rule.name()));
      case "aws.events.event.ingestion-time" -> Optional.of(new EventPath.PathValue(ingested));
      case "aws.events.event" -> Optional.of(new EventPath.PathValue(withoutDetail(event)));
      case "aws.events.event.json" -> Optional.of(new EventPath.PathValue(event));
      default -> paths.get(name).in(event);
    };
  }

  /** Recorded: the field's name is detailType here. */
  private static Map<String, Object> withoutDetail(Map<String, Object> event) {
    Map<String, Object> envelope = new LinkedHashMap<>(event);
    envelope.remove("detail");
    envelope.put("detailType", envelope.remove("detail-type"));
    return envelope;
  }
}
