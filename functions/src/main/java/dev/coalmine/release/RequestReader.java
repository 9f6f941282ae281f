package dev.coalmine.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a release request from a JSON tree, noting all that is wrong with it. */
public final class RequestReader {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOLD = Duration.ofHours(2);

  /** An execution lasts a year at most ("Quotas related to state machine executions"). */
  private static final Duration LONGEST = Duration.ofDays(360);

  private static final int MOST_ALARMS = 100;
  private static final String NAME = "[A-Za-z0-9_-]{1,64}";

  private static final String FUNCTION =
      "(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?";

  private final List<String> faults = new ArrayList<>();

  private RequestReader() {}

  /**
   * A request as far as it could be read, with defaults in place of what could not.
   *
   * @param request has the targets that could be read
   * @param faults all that is wrong with it; none for a good one
   */
  public record Asked(Request request, List<String> faults) {}

  /** Reads any JSON value as a request. */
  public static Asked read(Object tree) {
    RequestReader reader = new RequestReader();
    Request request = reader.request(tree);
    // Of something that is no object nothing else is worth saying.
    List<String> faults = tree instanceof Map ? reader.faults : reader.faults.subList(0, 1);
    return new Asked(request, List.copyOf(faults));
  }

  private Request request(Object tree) {
    Fields fields =
        Fields.of(tree, "", faults)
            .known(
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
                "ifBusy");
    List<Target> targets = new TargetReader(faults).targets(fields);
    Plan plan = plan(fields);
    Fields gate =
        Fields.of(fields.value("gate").orElse(Map.of()), "gate", faults).known("alarms", "metrics");
    return new Request(
        fields.text("id", NAME, "1 to 64 letters, digits, _ or -"),
        targets,
        plan,
        terms(fields, plan),
        scope(gate, plan),
        alarms(gate));
  }

  private Plan plan(Fields fields) {
    Object plan = fields.value("plan").orElse(Plan.PACED.name());
    if (plan instanceof String name) {
      return preset(fields, name);
    }
    Fields object = Fields.of(plan, "plan", faults).known("steps", "poll");
    Object steps = object.value("steps").orElse(List.of());
    if (!(plan instanceof Map)) {
      return Plan.PACED;
    }
    if (!(steps instanceof List<?> list) || list.isEmpty()) {
      object.fault("steps", "must be a list of at least one step {\"weight\", \"bake\"}");
      return Plan.PACED;
    }
    return new Plan("steps", steps(list));
  }

  private static Plan preset(Fields fields, String name) {
    for (Plan paced : List.of(Plan.PACED, Plan.THOROUGH)) {
      if (paced.name().equals(name)) {
        return paced;
      }
    }
    Optional<Plan> found = Presets.find(name);
    if (found.isEmpty()) {
      fields.fault(
          "plan",
          "%s is not known: use paced, thorough, steps or one of %s"
              .formatted(Fields.show(name), String.join(", ", Presets.names())));
    }
    return found.orElseGet(() -> Plan.PACED);
  }

  private List<Step> steps(List<?> list) {
    List<Step> steps = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < list.size(); i++) {
      String where = "step %d of %d".formatted(i + 1, list.size());
      Fields step = Fields.of(list.get(i), where, faults).known("weight", "bake");
      OptionalInt weight = step.whole("weight", 1, 99);
      if (weight.isPresent() && weight.getAsInt() <= before) {
        faults.add(
            "%s: weight %d must be above the step before it (%d)"
                .formatted(where, weight.getAsInt(), before));
      }
      before = weight.orElse(before);
      if (!step.has("bake")) {
        step.fault("bake", "is missing: say how long this weight must hold");
      }
      Duration bake = step.duration("bake", SECOND).orElse(SECOND);
      steps.add(new Step(new Weight(Math.max(1, before)), bake));
    }
    return steps;
  }

  private Terms terms(Fields fields, Plan plan) {
    Duration bakes = plan.bakes();
    Duration longest = fields.duration("maxDuration", SECOND).orElse(bakes.plus(HOLD));
    if (longest.compareTo(bakes) < 0) {
      fields.fault("maxDuration", "%s is shorter than all bakes, %s".formatted(longest, bakes));
    }
    Duration watch = fields.duration("watch", Duration.ZERO).orElse(Duration.ofMinutes(10));
    Approval approval = approval(fields);
    Inconclusive inconclusive =
        fields.choice("whenInconclusive", Inconclusive.values(), Inconclusive::word);
    int asks = approval.weights().size() + (inconclusive == Inconclusive.ASK ? 1 : 0);
    Duration span = longest.plus(watch);
    Duration poll = Looks.SHORTEST;
    if (span.compareTo(LONGEST) > 0) {
      faults.add(
          "maxDuration %s and watch %s are %d days together: an execution lasts a year at most, keep them within %d days"
              .formatted(longest, watch, span.toDays(), LONGEST.toDays()));
    } else {
      poll = poll(fields, new Looks(span, plan.steps().size(), asks));
    }
    IfBusy busy = fields.choice("ifBusy", IfBusy.values(), IfBusy::word);
    return new Terms(poll, longest, inconclusive, watch, hooks(fields), approval, busy);
  }

  private Hooks hooks(Fields request) {
    Fields fields =
        Fields.of(request.value("hooks").orElse(Map.of()), "hooks", faults)
            .known(Hooks.BEFORE_TRAFFIC, Hooks.EACH_STEP, Hooks.AFTER_TRAFFIC);
    return new Hooks(
        hook(fields, Hooks.BEFORE_TRAFFIC),
        hook(fields, Hooks.EACH_STEP),
        hook(fields, Hooks.AFTER_TRAFFIC));
  }

  private static String hook(Fields fields, String name) {
    return fields
        .text(name, FUNCTION, "the name or ARN of a function, with or without version or alias")
        .orElse("");
  }

  private Approval approval(Fields fields) {
    Object value = fields.value("approve").orElse(List.of());
    List<Integer> weights = new ArrayList<>();
    if (!(value instanceof List<?> list) || list.size() > Approval.MOST) {
      fields.fault(
          "approve",
          "must be a list of at most %d weights, not %s"
              .formatted(Approval.MOST, Fields.show(value)));
    } else {
      for (int i = 0; i < list.size(); i++) {
        Fields.item(list.get(i), "approve[%d]".formatted(i + 1), faults, 1, 100)
            .ifPresent(weight -> approve(fields, weights, weight));
      }
    }
    Duration timeout = fields.duration("approvalTimeout", SECOND).orElse(Approval.DEFAULT);
    if (timeout.compareTo(Approval.LONGEST) > 0) {
      fields.fault(
          "approvalTimeout",
          "%s is longer than people are waited for, %s at most"
              .formatted(timeout, Approval.LONGEST));
    }
    return new Approval(weights, timeout);
  }

  private static void approve(Fields fields, List<Integer> weights, int weight) {
    int last = weights.isEmpty() ? 0 : weights.get(weights.size() - 1);
    if (weight <= last) {
      fields.fault("approve", "must rise: %d is not above %d".formatted(weight, last));
    } else {
      weights.add(weight);
    }
  }

  private Duration poll(Fields fields, Looks looks) {
    Optional<Duration> own =
        fields.value("plan").filter(Map.class::isInstance).isPresent()
            ? Fields.of(fields.value("plan").orElseThrow(), "plan", faults).duration("poll", SECOND)
            : Optional.empty();
    own.flatMap(looks::fault).ifPresent(faults::add);
    return own.orElseGet(looks::poll);
  }

  private MetricScope scope(Fields gate, Plan plan) {
    MetricScope scope = scope(gate.value("metrics").orElse(true));
    if (scope.isOff() && plan.isPaced()) {
      faults.add(
          "plan %s is paced by metrics, and gate.metrics switches them off: name steps or a preset"
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
              + Fields.show(metrics));
      return MetricScope.ALL;
    }
    Fields fields = Fields.of(metrics, "gate.metrics", faults).known("errors", "latency");
    return new MetricScope(fields.flag("errors"), fields.flag("latency"));
  }

  private static List<String> alarms(Fields gate) {
    Object alarms = gate.value("alarms").orElse(List.of());
    if (!(alarms instanceof List<?> list) || list.size() > MOST_ALARMS) {
      gate.fault("alarms", "must be a list of at most 100 alarm names, not " + Fields.show(alarms));
      return List.of();
    }
    return names(gate, list);
  }

  private static List<String> names(Fields gate, List<?> list) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Object name : list) {
      if (!(name instanceof String text) || text.isEmpty() || text.length() > 255) {
        gate.fault("alarms", "must be names of 1 to 255 characters, not " + Fields.show(name));
      } else if (!seen.add(text)) {
        gate.fault("alarms", "names " + Fields.show(text) + " twice");
      } else {
        names.add(text);
      }
    }
    return names;
  }
}
