package dev.coalmine.request;

import dev.coalmine.target.Target;
import dev.coalmine.target.Weight;
import dev.coalmine.text.Quote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a release request from a JSON tree and collects all faults. */
public final class RequestReader {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOLD = Duration.ofHours(2);

  /** An execution lasts a year at most ("Quotas related to state machine executions"). */
  private static final Duration LONGEST = Duration.ofDays(360);

  private static final int MOST_ALARMS = 100;
  private static final String NAME = "[A-Za-z0-9_-]{1,64}";

  static final String FUNCTION =
      "(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?";

  static final String FUNCTION_MEANING =
      "the name or ARN of a function, with or without version or alias";

  private final List<String> faults = new ArrayList<>();

  private RequestReader() {}

  /**
   * A request, with defaults in place of faulty fields.
   *
   * @param request the request; it has the targets that could be read
   * @param faults all faults; empty for a valid request
   */
  public record ParsedRequest(Request request, List<String> faults) {}

  /** Reads any JSON value as a request. */
  public static ParsedRequest read(Object tree) {
    RequestReader reader = new RequestReader();
    Request request = reader.request(tree);
    // If it is no object, the other faults would only repeat that.
    List<String> faults = tree instanceof Map ? reader.faults : reader.faults.subList(0, 1);
    return new ParsedRequest(request, List.copyOf(faults));
  }

  private Request request(Object tree) {
    RequestFields fields =
        RequestFields.of(tree, "", faults)
            .rejectUnknown(
                "id",
                "function",
                "alias",
                "version",
                "targets",
                "plan",
                "gate",
                "maxDuration",
                "whenInconclusive",
                "watch",
                "hooks",
                "approve",
                "approvalTimeout",
                "ifBusy",
                "probe");
    List<Target> targets = new TargetReader(faults).targets(fields);
    Plan plan = plan(fields);
    RequestFields gate =
        RequestFields.of(fields.value("gate").orElse(Map.of()), "gate", faults)
            .rejectUnknown("alarms", "metrics");
    Optional<String> id = fields.text("id", NAME, "1 to 64 letters, digits, _ or -");
    ReleaseSettings settings = terms(fields, plan);
    MetricScope scope = scope(gate, plan);
    List<String> alarms = alarms(gate);
    ProbeReader.ParsedProbe probe = new ProbeReader(faults).read(fields, targets, plan, scope);
    return new Request(
        id, targets, plan, settings.withProbe(probe.probe()), scope, alarms, probe.events());
  }

  private Plan plan(RequestFields fields) {
    Object plan = fields.value("plan").orElse(Plan.PACED.name());
    if (plan instanceof String name) {
      return preset(fields, name);
    }
    RequestFields object = RequestFields.of(plan, "plan", faults).rejectUnknown("steps", "poll");
    Object steps = object.value("steps").orElse(List.of());
    if (!(plan instanceof Map)) {
      return Plan.PACED;
    }
    if (!(steps instanceof List<?> list) || list.isEmpty()) {
      object.addFault("steps", "must be a list of at least one step {\"weight\", \"bake\"}");
      return Plan.PACED;
    }
    return new Plan("steps", steps(list));
  }

  private static Plan preset(RequestFields fields, String name) {
    for (Plan paced : List.of(Plan.PACED, Plan.THOROUGH)) {
      if (paced.name().equals(name)) {
        return paced;
      }
    }
    Optional<Plan> found = Presets.find(name);
    if (found.isEmpty()) {
      fields.addFault(
          "plan",
          "%s is unknown: use paced, thorough, steps or one of %s"
              .formatted(Quote.of(name), String.join(", ", Presets.names())));
    }
    return found.orElseGet(() -> Plan.PACED);
  }

  private List<Step> steps(List<?> list) {
    List<Step> steps = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < list.size(); i++) {
      String where = "step %d of %d".formatted(i + 1, list.size());
      RequestFields step =
          RequestFields.of(list.get(i), where, faults).rejectUnknown("weight", "bake");
      OptionalInt weight = step.wholeNumber("weight", 1, 99);
      if (weight.isPresent() && weight.getAsInt() <= before) {
        faults.add(
            "%s: weight %d must be above the step before it (%d)"
                .formatted(where, weight.getAsInt(), before));
      }
      before = weight.orElse(before);
      if (!step.has("bake")) {
        step.addFault("bake", "is missing: set how long to hold this weight");
      }
      Duration bake = step.duration("bake", SECOND).orElse(SECOND);
      steps.add(new Step(new Weight(Math.max(1, before)), bake));
    }
    return steps;
  }

  private ReleaseSettings terms(RequestFields fields, Plan plan) {
    Duration bakes = plan.totalBakeTime();
    Duration longest = fields.duration("maxDuration", SECOND).orElse(bakes.plus(HOLD));
    if (longest.compareTo(bakes) < 0) {
      fields.addFault(
          "maxDuration", "%s is shorter than the sum of all bakes, %s".formatted(longest, bakes));
    }
    Duration watch = fields.duration("watch", Duration.ZERO).orElse(Duration.ofMinutes(10));
    Approval approval = approval(fields);
    InconclusiveAction inconclusive =
        fields.choice("whenInconclusive", InconclusiveAction.values(), InconclusiveAction::word);
    int asks = approval.weights().size() + (inconclusive == InconclusiveAction.ASK ? 1 : 0);
    Duration span = longest.plus(watch);
    Duration poll = PollBudget.SHORTEST;
    if (span.compareTo(LONGEST) > 0) {
      faults.add(
          "maxDuration %s and watch %s add up to %d days: an execution lasts at most one year, keep the sum within %d days"
              .formatted(longest, watch, span.toDays(), LONGEST.toDays()));
    } else {
      poll = poll(fields, new PollBudget(span, plan.steps().size(), asks));
    }
    BusyAction busy = fields.choice("ifBusy", BusyAction.values(), BusyAction::word);
    return new ReleaseSettings(poll, longest, inconclusive, watch, hooks(fields), approval, busy);
  }

  private Hooks hooks(RequestFields request) {
    RequestFields fields =
        RequestFields.of(request.value("hooks").orElse(Map.of()), "hooks", faults)
            .rejectUnknown(Hooks.BEFORE_TRAFFIC, Hooks.EACH_STEP, Hooks.AFTER_TRAFFIC);
    return new Hooks(
        hook(fields, Hooks.BEFORE_TRAFFIC),
        hook(fields, Hooks.EACH_STEP),
        hook(fields, Hooks.AFTER_TRAFFIC));
  }

  private static String hook(RequestFields fields, String name) {
    return fields.text(name, FUNCTION, FUNCTION_MEANING).orElse("");
  }

  private Approval approval(RequestFields fields) {
    Object value = fields.value("approve").orElse(List.of());
    List<Integer> weights = new ArrayList<>();
    if (!(value instanceof List<?> list) || list.size() > Approval.MOST) {
      fields.addFault(
          "approve",
          "must be a list of at most %d weights, not %s".formatted(Approval.MOST, Quote.of(value)));
    } else {
      for (int i = 0; i < list.size(); i++) {
        RequestFields.item(list.get(i), "approve[%d]".formatted(i + 1), faults, 1, 100)
            .ifPresent(weight -> approve(fields, weights, weight));
      }
    }
    Duration timeout = fields.duration("approvalTimeout", SECOND).orElse(Approval.DEFAULT);
    if (timeout.compareTo(Approval.LONGEST) > 0) {
      fields.addFault(
          "approvalTimeout",
          "%s is longer than the maximum, %s".formatted(timeout, Approval.LONGEST));
    }
    return new Approval(weights, timeout);
  }

  private static void approve(RequestFields fields, List<Integer> weights, int weight) {
    int last = weights.isEmpty() ? 0 : weights.get(weights.size() - 1);
    if (weight <= last) {
      fields.addFault(
          "approve", "must be in ascending order: %d is not above %d".formatted(weight, last));
    } else {
      weights.add(weight);
    }
  }

  private Duration poll(RequestFields fields, PollBudget looks) {
    Optional<Duration> own =
        fields.value("plan").filter(Map.class::isInstance).isPresent()
            ? RequestFields.of(fields.value("plan").orElseThrow(), "plan", faults)
                .duration("poll", SECOND)
            : Optional.empty();
    own.flatMap(looks::pollFault).ifPresent(faults::add);
    return own.orElseGet(looks::poll);
  }

  private MetricScope scope(RequestFields gate, Plan plan) {
    MetricScope scope = scope(gate.value("metrics").orElse(true));
    if (scope.isOff() && plan.isPaced()) {
      faults.add(
          "plan %s needs metrics, but gate.metrics switches them off: use steps or a preset"
              .formatted(plan.name()));
    }
    return scope;
  }

  private MetricScope scope(Object metrics) {
    if (metrics instanceof Boolean on) {
      return on ? MetricScope.ALL : MetricScope.OFF;
    }
    if (!(metrics instanceof Map)) {
      faults.add(
          "gate.metrics must be true, false or {\"errors\", \"latency\"}, not "
              + Quote.of(metrics));
      return MetricScope.ALL;
    }
    RequestFields fields =
        RequestFields.of(metrics, "gate.metrics", faults).rejectUnknown("errors", "latency");
    return new MetricScope(fields.flag("errors"), fields.flag("latency"));
  }

  private static List<String> alarms(RequestFields gate) {
    Object alarms = gate.value("alarms").orElse(List.of());
    if (!(alarms instanceof List<?> list) || list.size() > MOST_ALARMS) {
      gate.addFault("alarms", "must be a list of at most 100 alarm names, not " + Quote.of(alarms));
      return List.of();
    }
    return names(gate, list);
  }

  private static List<String> names(RequestFields gate, List<?> list) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Object name : list) {
      if (!(name instanceof String text) || text.isEmpty() || text.length() > 255) {
        gate.addFault("alarms", "must be names of 1 to 255 characters, not " + Quote.of(name));
      } else if (ArnHint.alarmName(text).isPresent()) {
        gate.addFault("alarms", "must be names, not " + gate.quoted("alarms", text));
      } else if (!seen.add(text)) {
        gate.addFault("alarms", "lists " + Quote.of(text) + " twice");
      } else {
        names.add(text);
      }
    }
    return names;
  }
}
