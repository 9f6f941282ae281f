package dev.coalmine.request;

import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.Target;
import dev.coalmine.text.Quote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the probe of a request and collects its faults. */
final class ProbeReader {
  private final List<String> faults;

  ProbeReader(List<String> faults) {
    this.faults = faults;
  }

  /** A probe with its events. */
  record ParsedProbe(Probe probe, List<Object> events) {
    static final ParsedProbe NONE = new ParsedProbe(Probe.NONE, List.of());
  }

  /** The probe of a request; none if it has none or if it is faulty. */
  ParsedProbe read(RequestFields request, List<Target> targets, Plan plan, MetricScope scope) {
    if (!request.has("probe")) {
      return ParsedProbe.NONE;
    }
    Object tree = request.value("probe").orElse(Map.of());
    RequestFields fields =
        RequestFields.of(tree, "probe", faults).rejectUnknown("function", "events", "perMinute");
    if (!(tree instanceof Map)) {
      return ParsedProbe.NONE;
    }
    checkSender(fields);
    checkRelease(fields, targets, plan, scope);
    Optional<String> function =
        fields.text("function", RequestReader.FUNCTION, RequestReader.FUNCTION_MEANING);
    List<Object> events = events(fields);
    OptionalInt perMinute = perMinute(fields);
    return perMinute.isEmpty()
        ? ParsedProbe.NONE
        : new ParsedProbe(
            new Probe(function.orElse(""), events.size(), perMinute.getAsInt()), events);
  }

  private void checkSender(RequestFields fields) {
    if (fields.has("function") && fields.has("events")) {
      faults.add("probe.function and probe.events cannot be combined");
    } else if (!fields.has("function") && !fields.has("events")) {
      faults.add("probe has no requests: set events, or the function that sends them");
    }
  }

  private void checkRelease(
      RequestFields fields, List<Target> targets, Plan plan, MetricScope scope) {
    for (Target target : targets) {
      if (!(target instanceof AliasTarget)) {
        faults.add(
            "probe cannot be used with stage %s: only versions behind an alias can be invoked directly; release that alias, or omit probe"
                .formatted(target));
      }
    }
    if (fields.has("events") && targets.size() > 1) {
      fields.addFault(
          "events",
          "would go to the functions of all %d targets: use probe.function, which is told the target"
              .formatted(targets.size()));
    }
    if (scope.isOff()) {
      faults.add("probe needs gate.metrics, which counts its requests");
    }
    if (!plan.isPaced() && plan.steps().isEmpty()) {
      faults.add(
          "probe has no time with plan %s: probes are sent while the canary is below 100 %%"
              .formatted(plan.name()));
    }
  }

  private List<Object> events(RequestFields fields) {
    Object events = fields.value("events").orElse(List.of());
    boolean isList = events instanceof List<?>;
    List<?> list = isList ? (List<?>) events : List.of();
    if (!isList || list.size() > Probe.MOST_EVENTS || (list.isEmpty() && fields.has("events"))) {
      fields.addFault(
          "events",
          "must be a list of 1 to %d events, not %s"
              .formatted(Probe.MOST_EVENTS, Quote.of(events)));
      return List.of();
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) == null) {
        faults.add("probe.events[%d] must not be null".formatted(i + 1));
        return List.of();
      }
    }
    return List.copyOf(list);
  }

  private OptionalInt perMinute(RequestFields fields) {
    if (!fields.has("perMinute")) {
      fields.addFault(
          "perMinute",
          "is missing: set how many requests a minute each version gets, 1 to %d"
              .formatted(Probe.MOST_PER_MINUTE));
      return OptionalInt.empty();
    }
    return fields.wholeNumber("perMinute", 1, Probe.MOST_PER_MINUTE);
  }
}
