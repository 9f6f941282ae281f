package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.RecordTrees;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.ParameterTable;
import dev.coalmine.embedded.protocol.SeededUuids;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * EventBridge: event buses, rules, and the delivery of events on the clock (AWS JSON 1.1). Rules
 * are matched when an event arrives. Targets get it in a later task, at the same moment unless
 * {@link #setDeliveryDelay} set a delay.
 */
public final class EventBridgeService implements AwsService {
  private static final String TARGET = "AWSEvents.";
  private static final ParameterTable PARAMETERS =
      ParameterTable.of(EventBridgeService.class, "eventbridge.parameters", "ValidationException");

  // TestEventPattern API reference, Event: these are mandatory.
  private static final List<String> TESTED_FIELDS =
      List.of("id", "account", "source", "time", "region", "resources", "detail-type");

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final SchedulingClock clock;
  private final EventBusStore store;
  private final RuleOperations rules;
  private final EventDispatcher dispatcher;
  private final SeededUuids ids;

  /**
   * An EventBridge with the default bus and no rules.
   *
   * @param clock the current time and deliveries
   * @param seed of event ids and of the pauses between attempts
   * @param aws calls the targets
   * @param lambda has the policies of functions
   * @param queues targets and dead-letter queues
   * @param topics targets
   */
  public EventBridgeService(
      SchedulingClock clock,
      long seed,
      ServiceCaller aws,
      LambdaControl lambda,
      SqsQueues queues,
      SnsTopics topics) {
    this.clock = clock;
    this.ids = new SeededUuids(seed);
    this.store = new EventBusStore(clock.instant());
    this.dispatcher =
        new EventDispatcher(clock, new EventSender(aws, lambda, queues, topics), queues, seed);
    RuleScheduler timer = new RuleScheduler(store, clock, this::fire);
    this.rules =
        new RuleOperations(
            store,
            clock,
            rule -> {
              timer.schedule(rule, clock.instant());
              listeners.forEach(Runnable::run);
            });
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    return AwsJson.operation(request, TARGET).map(name -> "events:" + name);
  }

  @Override
  public WireResponse handle(WireRequest request) {
    String name = AwsJson.operation(request, TARGET).orElseThrow();
    return AwsJson.response(call(name, JsonFields.of(request.body())));
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return AwsJson.errorResponse(error);
  }

  /**
   * Performs an operation, as a request on the wire would.
   *
   * @param operation its name in the API, such as {@code PutRule}
   * @param input a JSON tree by the API's member names
   * @return the output's tree
   * @throws AwsError when AWS would refuse it
   */
  public Map<String, Object> call(String operation, Map<String, Object> input) {
    return call(operation, new JsonFields(input));
  }

  private Map<String, Object> call(String operation, JsonFields input) {
    PARAMETERS.check(operation, input.tree());
    return switch (operation) {
      case "PutEvents" -> putEvents(input);
      case "TestEventPattern" -> test(input);
      case "CreateEventBus" -> rules.createBus(input);
      case "DeleteEventBus" -> rules.deleteBus(input);
      case "DescribeEventBus" -> rules.describeBus(input);
      case "ListEventBuses" -> rules.listBuses(input);
      case "PutRule" -> rules.put(input);
      case "EnableRule" -> rules.enable(input, true);
      case "DisableRule" -> rules.enable(input, false);
      case "DescribeRule" -> rules.describe(input);
      case "ListRules" -> rules.list(input);
      case "ListRuleNamesByTarget" -> rules.listNamesByTarget(input);
      case "DeleteRule" -> rules.delete(input);
      case "PutTargets" -> rules.putTargets(input);
      case "RemoveTargets" -> rules.removeTargets(input);
      case "ListTargetsByRule" -> rules.listTargets(input);
      default -> throw AwsJson.unknownOperation(TARGET + operation);
    };
  }

  private Map<String, Object> putEvents(JsonFields input) {
    List<Map<String, Object>> results = new ArrayList<>();
    for (JsonFields entry : PutEventsEntries.read(input)) {
      results.add(put(entry));
    }
    long failed = results.stream().filter(result -> result.containsKey("ErrorCode")).count();
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("FailedEntryCount", failed);
    wire.put("Entries", results);
    return wire;
  }

  private Map<String, Object> put(JsonFields entry) {
    Map<String, Object> result = new LinkedHashMap<>();
    try {
      PutEventsEntries.check(entry);
      Instant time = PutEventsEntries.time(entry, clock.instant());
      Map<String, Object> event =
          event(
              entry.text("Source"),
              entry.text("DetailType"),
              time,
              entry.list("Resources"),
              PutEventsEntries.detail(entry));
      result.put("EventId", event.get("id"));
      route(EventBusStore.busName(entry.text("EventBusName")), event);
    } catch (AwsError refused) {
      result.put("ErrorCode", refused.code());
      result.put("ErrorMessage", refused.getMessage());
    }
    return result;
  }

  /** Recorded: an event for an unknown bus gets an id too, and is dropped. */
  private void route(String bus, Map<String, Object> event) {
    if (store.has(bus)) {
      store.rules(bus).stream()
          .filter(rule -> rule.matches(event))
          .forEach(rule -> dispatcher.send(rule, event));
    }
  }

  private Map<String, Object> event(
      String source, String detailType, Instant time, List<?> resources, Object detail) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", ids.next());
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", Arns.ACCOUNT);
    event.put("time", EventDispatcher.formatTime(time));
    event.put("region", Arns.REGION);
    event.put("resources", resources);
    event.put("detail", detail);
    return event;
  }

  private void fire(EventRule rule) {
    dispatcher.send(
        rule,
        event("aws.events", "Scheduled Event", clock.instant(), List.of(rule.arn()), Map.of()));
  }

  private static Map<String, Object> test(JsonFields input) {
    EventPattern pattern =
        EventPattern.parse(AwsJson.requiredText(input, "EventPattern", "eventPattern"));
    try {
      Map<String, Object> event = Json.parseObject(JsonFields.utf8(input.text("Event")));
      refuseIncomplete(new JsonFields(event));
      return Map.of("Result", pattern.matches(event));
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation("Parameter Event is not valid.");
    }
  }

  private static void refuseIncomplete(JsonFields event) {
    List<String> missing = TESTED_FIELDS.stream().filter(field -> !event.has(field)).toList();
    if (!missing.isEmpty()) {
      throw AwsJson.validation(
          "Parameter Event is not valid. Missing: " + String.join(", ", missing) + ".");
    }
  }

  /**
   * Whether a rule of the default bus may match such an AWS event. If none may, the caller need not
   * build the event.
   */
  public boolean mayMatch(String source, String detailType) {
    return store.rules(Arns.DEFAULT_EVENT_BUS).stream()
        .anyMatch(rule -> rule.mayMatch(source, detailType));
  }

  /** Publishes an event of an AWS service on the default bus. */
  public void publishAwsEvent(
      String source, String detailType, Instant time, List<String> resources, Object detail) {
    route(Arns.DEFAULT_EVENT_BUS, event(source, detailType, time, resources, detail));
  }

  /**
   * Publishes a complete event of any source on the default bus, such as a recorded one.
   *
   * @param event at least its source, detail-type and detail
   */
  public void publish(Map<String, Object> event) {
    JsonFields given = new JsonFields(event);
    Map<String, Object> whole =
        event(
            given.text("source"),
            given.text("detail-type"),
            clock.instant(),
            given.list("resources"),
            given.object("detail").tree());
    whole.putAll(event);
    route(Arns.DEFAULT_EVENT_BUS, whole);
  }

  /** The ARNs of all buses and rules. */
  public Set<String> arns() {
    return store.arns();
  }

  /**
   * All buses and rules with their targets, as a tree to save.
   *
   * @param without ARNs of buses and rules to leave out
   */
  public Object save(Set<String> without) {
    return RecordTrees.write(store.save(without));
  }

  /**
   * Creates the buses and rules of a tree that {@link #save} returned. Schedules begin now.
   *
   * @throws IllegalArgumentException if the tree is something else
   */
  public void restore(Object tree) {
    SavedRules saved = RecordTrees.read(SavedRules.class, tree, "events");
    for (SavedRules.SavedBus bus : saved.buses()) {
      store.create(bus.name(), bus.description(), clock.instant());
    }
    for (SavedRules.SavedRule rule : saved.rules()) {
      JsonFields request = new JsonFields(rule.request());
      rules.put(request);
      if (!rule.targets().isEmpty()) {
        Map<String, Object> targets = new LinkedHashMap<>();
        targets.put("Rule", request.text("Name"));
        targets.put("EventBusName", rule.bus());
        targets.put("Targets", rule.targets());
        rules.putTargets(new JsonFields(targets));
      }
    }
  }

  /** Sets the time from an event's arrival to its delivery; zero at first. */
  public void setDeliveryDelay(Duration time) {
    dispatcher.setDelay(time);
  }

  /** Delivers each of the next deliveries twice, as at-least-once delivery allows. */
  public void duplicateNext(int deliveries) {
    dispatcher.duplicateNext(deliveries);
  }

  /** Adds a listener for every later change of the rules. No lock is held while it runs. */
  public void onRulesChange(Runnable listener) {
    listeners.add(listener);
  }
}
