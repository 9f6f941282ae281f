package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** EventBridge's operations on buses, rules and targets. */
final class RuleOperations {
  private static final int MAX_TARGETS = 5;

  private final EventBusStore store;
  private final InstantSource clock;
  private final Consumer<EventRule> onChange;

  /**
   * The operations on a store.
   *
   * @param onChange receives every created, changed or deleted rule; not called for changes of
   *     targets
   */
  RuleOperations(EventBusStore store, InstantSource clock, Consumer<EventRule> onChange) {
    this.store = store;
    this.clock = clock;
    this.onChange = onChange;
  }

  private static String bus(JsonFields input) {
    return EventBusStore.busName(input.text("EventBusName"));
  }

  private EventRule rule(JsonFields input, String field, String where) {
    return store.rule(bus(input), AwsJson.requiredText(input, field, where));
  }

  Map<String, Object> createBus(JsonFields input) {
    String name = AwsJson.requiredText(input, "Name", "name");
    AwsJson.checkPattern("[/\\.\\-_A-Za-z0-9]+", name, "name");
    AwsJson.checkLength(256, name, "name");
    store.create(name, input.text("Description"), clock.instant());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("EventBusArn", Arns.eventBus(name));
    if (input.has("Description")) {
      wire.put("Description", input.text("Description"));
    }
    return wire;
  }

  Map<String, Object> deleteBus(JsonFields input) {
    store.delete(AwsJson.requiredText(input, "Name", "name"));
    return Map.of();
  }

  Map<String, Object> describeBus(JsonFields input) {
    return store.describeBus(EventBusStore.busName(input.text("Name")));
  }

  Map<String, Object> listBuses(JsonFields input) {
    return EventBridgePages.page(
        input, "EventBuses", store.describeBuses(input.text("NamePrefix")));
  }

  Map<String, Object> put(JsonFields input) {
    String bus = bus(input);
    Map<String, EventTarget> targets =
        store.find(bus, input.text("Name")).map(EventRule::targets).orElse(Map.of());
    EventRule rule = EventRule.read(bus, input, targets);
    store.put(rule);
    onChange.accept(rule);
    return Map.of("RuleArn", rule.arn());
  }

  Map<String, Object> enable(JsonFields input, boolean enabled) {
    EventRule rule = rule(input, "Name", "name").enabled(enabled);
    store.put(rule);
    onChange.accept(rule);
    return Map.of();
  }

  Map<String, Object> describe(JsonFields input) {
    Map<String, Object> wire = rule(input, "Name", "name").describe();
    wire.put("CreatedBy", Arns.ACCOUNT);
    return wire;
  }

  Map<String, Object> list(JsonFields input) {
    List<Map<String, Object>> rules =
        store.rules(bus(input)).stream()
            .filter(rule -> rule.name().startsWith(input.text("NamePrefix")))
            .map(EventRule::describe)
            .toList();
    return EventBridgePages.page(input, "Rules", rules);
  }

  Map<String, Object> listNamesByTarget(JsonFields input) {
    String arn = AwsJson.requiredText(input, "TargetArn", "targetArn");
    List<String> names =
        store.rules(bus(input)).stream()
            .filter(rule -> rule.targets().values().stream().anyMatch(t -> t.arn().equals(arn)))
            .map(EventRule::name)
            .toList();
    return EventBridgePages.page(input, "RuleNames", names);
  }

  /** Deleting a missing rule is no error. */
  Map<String, Object> delete(JsonFields input) {
    store
        .find(bus(input), AwsJson.requiredText(input, "Name", "name"))
        .ifPresent(
            rule -> {
              if (!rule.targets().isEmpty()) {
                throw AwsJson.validation("Rule can't be deleted since it has targets.");
              }
              store.remove(rule);
              onChange.accept(rule);
            });
    return Map.of();
  }

  Map<String, Object> putTargets(JsonFields input) {
    EventRule rule = rule(input, "Rule", "rule");
    Map<String, EventTarget> targets = new LinkedHashMap<>(rule.targets());
    List<JsonFields> given = PutEventsEntries.objects(input, "Targets");
    for (int i = 0; i < given.size(); i++) {
      EventTarget target = EventTarget.read(given.get(i), i + 1);
      targets.put(target.id(), target);
    }
    if (targets.size() > MAX_TARGETS) { // recorded
      throw new AwsError(
          400,
          "LimitExceededException",
          "The requested resource exceeds the maximum number allowed.");
    }
    store.put(rule.withTargets(targets));
    return Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
  }

  Map<String, Object> removeTargets(JsonFields input) {
    EventRule rule = rule(input, "Rule", "rule");
    Map<String, EventTarget> targets = new LinkedHashMap<>(rule.targets());
    List<Map<String, Object>> failed = new ArrayList<>();
    for (Object id : input.list("Ids")) {
      if (targets.remove(id) == null) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("TargetId", id);
        failure.put("ErrorCode", "ResourceNotFoundException");
        failure.put(
            "ErrorMessage", "Rule " + rule.name() + " does not have a target with the Id " + id);
        failed.add(failure);
      }
    }
    store.put(rule.withTargets(targets));
    return Map.of("FailedEntryCount", failed.size(), "FailedEntries", failed);
  }

  Map<String, Object> listTargets(JsonFields input) {
    List<Map<String, Object>> targets =
        rule(input, "Rule", "rule").targets().values().stream().map(EventTarget::request).toList();
    return EventBridgePages.page(input, "Targets", targets);
  }
}
