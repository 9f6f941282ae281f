package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of an event bus.
 *
 * @param name within the bus
 * @param bus the bus' name
 * @param request PutRule's input
 * @param enabled whether it is enabled
 * @param pattern the events that it matches; empty when it is only scheduled
 * @param schedule when it fires; empty when it is not scheduled
 * @param targets by id
 */
record EventRule(
    String name,
    String bus,
    JsonFields request,
    boolean enabled,
    Optional<EventPattern> pattern,
    Optional<EventSchedule> schedule,
    Map<String, EventTarget> targets) {
  private static final String NAME = "[\\.\\-_A-Za-z0-9]+";

  /**
   * Reads PutRule's input.
   *
   * @param targets the rule's present targets
   * @throws AwsError as PutRule refuses it
   */
  static EventRule read(String bus, JsonFields input, Map<String, EventTarget> targets) {
    String name = AwsJson.requiredText(input, "Name", "name");
    AwsJson.checkPattern(NAME, name, "name");
    AwsJson.checkLength(64, name, "name");
    AwsJson.checkLength(4096, input.text("EventPattern"), "eventPattern");
    checkTrigger(bus, input);
    return new EventRule(
        name,
        bus,
        input,
        enabled(input.text("State")),
        text(input, "EventPattern").map(EventPattern::parse),
        text(input, "ScheduleExpression").map(EventSchedule::parse),
        targets);
  }

  private static void checkTrigger(String bus, JsonFields input) {
    if (!input.has("EventPattern") && !input.has("ScheduleExpression")) {
      throw AwsJson.validation(
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (input.has("ScheduleExpression") && !bus.equals(Arns.DEFAULT_EVENT_BUS)) {
      throw AwsJson.validation(
          "ScheduleExpression is supported only on the default event bus."); // recorded
    }
  }

  private static boolean enabled(String state) {
    return switch (state) {
      case "", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" -> true;
      case "DISABLED" -> false;
      default ->
          throw AwsJson.constraint(
              state,
              "state",
              "Member must satisfy enum value set: [ENABLED, DISABLED,"
                  + " ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]");
    };
  }

  private static Optional<String> text(JsonFields input, String name) {
    return input.has(name) ? Optional.of(input.text(name)) : Optional.empty();
  }

  EventRule withTargets(Map<String, EventTarget> others) {
    return new EventRule(name, bus, request, enabled, pattern, schedule, others);
  }

  EventRule enabled(boolean now) {
    Map<String, Object> changed = new LinkedHashMap<>(request.tree());
    changed.put("State", now ? "ENABLED" : "DISABLED");
    return new EventRule(name, bus, new JsonFields(changed), now, pattern, schedule, targets);
  }

  SavedRules.SavedRule save() {
    return new SavedRules.SavedRule(
        bus, request.tree(), targets.values().stream().map(EventTarget::request).toList());
  }

  String arn() {
    return Arns.rule(bus, name);
  }

  boolean matches(Map<String, Object> event) {
    return enabled && pattern.isPresent() && pattern.get().matches(event);
  }

  boolean mayMatch(String source, String detailType) {
    return enabled && pattern.isPresent() && pattern.get().mayMatch(source, detailType);
  }

  /** The rule as ListRules returns it. */
  Map<String, Object> describe() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("Name", name);
    wire.put("Arn", arn());
    for (String field : new String[] {"EventPattern", "ScheduleExpression"}) {
      text(request, field).ifPresent(value -> wire.put(field, value));
    }
    wire.put("State", request.has("State") ? request.text("State") : "ENABLED");
    for (String field : new String[] {"Description", "RoleArn"}) {
      text(request, field).ifPresent(value -> wire.put(field, value));
    }
    wire.put("EventBusName", bus);
    return wire;
  }
}
