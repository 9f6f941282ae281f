package dev.coalmine.local.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of an event bus.
 *
 * @param name within the bus
 * @param bus the bus' name
 * @param given as PutRule gave it
 * @param enabled whether it does anything
 * @param pattern which events it wants; empty when it is only scheduled
 * @param schedule when it fires by itself; empty when it does not
 * @param targets by id
 */
record EventRule(
    String name,
    String bus,
    Fields given,
    boolean enabled,
    Optional<EventPattern> pattern,
    Optional<EventSchedule> schedule,
    Map<String, EventTarget> targets) {
  private static final String NAME = "[\\.\\-_A-Za-z0-9]+";

  /**
   * Reads PutRule's input.
   *
   * @param targets those that the rule has already
   * @throws AwsError as PutRule refuses it
   */
  static EventRule read(String bus, Fields input, Map<String, EventTarget> targets) {
    String name = AwsJson.required(input, "Name", "name");
    AwsJson.pattern(NAME, name, "name");
    AwsJson.atMost(64, name, "name");
    AwsJson.atMost(4096, input.text("EventPattern"), "eventPattern");
    if (!input.has("EventPattern") && !input.has("ScheduleExpression")) {
      throw AwsJson.validation(
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (input.has("ScheduleExpression") && !bus.equals(EventBook.DEFAULT)) {
      throw AwsJson.validation(
          "ScheduleExpression is supported only on the default event bus."); // recorded
    }
    return new EventRule(
        name,
        bus,
        input,
        enabled(input.text("State")),
        text(input, "EventPattern").map(EventPattern::parse),
        text(input, "ScheduleExpression").map(EventSchedule::parse),
        targets);
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

  private static Optional<String> text(Fields input, String name) {
    return input.has(name) ? Optional.of(input.text(name)) : Optional.empty();
  }

  EventRule with(Map<String, EventTarget> others) {
    return new EventRule(name, bus, given, enabled, pattern, schedule, others);
  }

  EventRule enabled(boolean now) {
    Map<String, Object> changed = new LinkedHashMap<>(given.tree());
    changed.put("State", now ? "ENABLED" : "DISABLED");
    return new EventRule(name, bus, new Fields(changed), now, pattern, schedule, targets);
  }

  String arn() {
    return Arns.rule(bus, name);
  }

  boolean wants(Map<String, Object> event) {
    return enabled && pattern.isPresent() && pattern.get().matches(event);
  }

  boolean mayWant(String source, String detailType) {
    return enabled && pattern.isPresent() && pattern.get().mayMatch(source, detailType);
  }

  /** As ListRules tells it. */
  Map<String, Object> described() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("Name", name);
    wire.put("Arn", arn());
    for (String field : new String[] {"EventPattern", "ScheduleExpression"}) {
      text(given, field).ifPresent(value -> wire.put(field, value));
    }
    wire.put("State", given.has("State") ? given.text("State") : "ENABLED");
    for (String field : new String[] {"Description", "RoleArn"}) {
      text(given, field).ifPresent(value -> wire.put(field, value));
    }
    wire.put("EventBusName", bus);
    return wire;
  }
}
