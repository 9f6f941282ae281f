package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The event buses and their rules. Its monitor guards them. No code outside this package runs while
 * it is held.
 */
final class EventBusStore {
  private final Map<String, EventBus> buses = new TreeMap<>();

  EventBusStore(Instant now) {
    buses.put(
        Arns.DEFAULT_EVENT_BUS, new EventBus(Arns.DEFAULT_EVENT_BUS, "", now, new TreeMap<>()));
  }

  /** A bus with its rules by name. */
  private record EventBus(
      String name, String description, Instant since, Map<String, EventRule> rules) {
    private Map<String, Object> describe() {
      Map<String, Object> wire = new LinkedHashMap<>();
      wire.put("Name", name);
      wire.put("Arn", Arns.eventBus(name));
      if (!description.isEmpty()) {
        wire.put("Description", description);
      }
      wire.put("CreationTime", AwsJson.epochSeconds(since));
      wire.put("LastModifiedTime", AwsJson.epochSeconds(since));
      return wire;
    }
  }

  /** The bus name of a name or an ARN. The empty string is the default bus. */
  static String busName(String nameOrArn) {
    return nameOrArn.isEmpty()
        ? Arns.DEFAULT_EVENT_BUS
        : nameOrArn.replaceFirst("^arn:[^/]*:event-bus/", "");
  }

  synchronized void create(String name, String description, Instant now) {
    if (buses.containsKey(name)) {
      throw new AwsError(
          400, "ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
    }
    buses.put(name, new EventBus(name, description, now, new TreeMap<>()));
  }

  /** Deletes a bus. A missing one is no error: DeleteEventBus declares none in the API model. */
  synchronized void delete(String name) {
    if (name.equals(Arns.DEFAULT_EVENT_BUS)) {
      throw AwsJson.validation("Cannot delete event bus default.");
    }
    if (buses.containsKey(name) && !bus(name).rules().isEmpty()) {
      throw AwsJson.validation("Event bus " + name + " can't be deleted since it has rules.");
    }
    buses.remove(name);
  }

  /** All buses and rules but those of these ARNs, and but the default bus. */
  synchronized SavedRules save(Set<String> without) {
    List<SavedRules.SavedBus> saved =
        buses.values().stream()
            .filter(bus -> !bus.name().equals(Arns.DEFAULT_EVENT_BUS))
            .filter(bus -> !without.contains(Arns.eventBus(bus.name())))
            .map(bus -> new SavedRules.SavedBus(bus.name(), bus.description()))
            .toList();
    return new SavedRules(
        saved,
        rules().stream()
            .filter(rule -> !without.contains(rule.arn()))
            .map(EventRule::save)
            .toList());
  }

  /** The ARNs of all buses and rules. */
  synchronized Set<String> arns() {
    Set<String> arns = new TreeSet<>();
    buses.keySet().forEach(name -> arns.add(Arns.eventBus(name)));
    rules().forEach(rule -> arns.add(rule.arn()));
    return arns;
  }

  synchronized boolean has(String bus) {
    return buses.containsKey(bus);
  }

  synchronized Map<String, Object> describeBus(String bus) {
    return bus(bus).describe();
  }

  synchronized List<Map<String, Object>> describeBuses(String prefix) {
    return buses.values().stream()
        .filter(bus -> bus.name().startsWith(prefix))
        .map(EventBus::describe)
        .toList();
  }

  synchronized List<EventRule> rules(String bus) {
    return List.copyOf(bus(bus).rules().values());
  }

  /** All rules of all buses. */
  synchronized List<EventRule> rules() {
    List<EventRule> all = new ArrayList<>();
    buses.values().forEach(bus -> all.addAll(bus.rules().values()));
    return all;
  }

  synchronized Optional<EventRule> find(String bus, String name) {
    return Optional.ofNullable(bus(bus).rules().get(name));
  }

  synchronized EventRule rule(String bus, String name) {
    return find(bus, name)
        .orElseThrow(() -> notFound("Rule " + name + " does not exist on EventBus " + bus + "."));
  }

  synchronized void put(EventRule rule) {
    bus(rule.bus()).rules().put(rule.name(), rule);
  }

  synchronized void remove(EventRule rule) {
    bus(rule.bus()).rules().remove(rule.name());
  }

  private EventBus bus(String name) {
    EventBus bus = buses.get(name);
    if (bus == null) {
      throw notFound("Event bus " + name + " does not exist.");
    }
    return bus;
  }

  private static AwsError notFound(String message) {
    return new AwsError(400, "ResourceNotFoundException", message);
  }
}
