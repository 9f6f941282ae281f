package dev.coalmine.local.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads a traffic file's tree and collects every fault in it. */
final class TrafficReader {
  private static final double FOR_EVER = Double.POSITIVE_INFINITY;
  private static final Behaviour HEALTHY = new Behaviour(0.001, 120, 0.5, 0.005, 6, List.of());
  private static final Rate USUAL = new Rate(600, 0, 14, List.of());

  private final List<String> faults = new ArrayList<>();

  private TrafficReader() {}

  /** The traffic, or all faults as a {@link BadTraffic}. */
  static Traffic read(String source, Object tree) {
    TrafficReader reader = new TrafficReader();
    Traffic traffic = reader.traffic(TrafficFields.root(tree, reader.faults));
    if (!reader.faults.isEmpty()) {
      throw new BadTraffic(source, reader.faults.stream().distinct().toList());
    }
    return traffic;
  }

  private Traffic traffic(TrafficFields root) {
    root.only(
        "comment", "requestsPerMinute", "baseline", "canary", "versions", "incidents", "functions");
    Behaviour baseline = behaviour(root.fields("baseline"), HEALTHY);
    Map<String, Traffic> functions = new LinkedHashMap<>();
    TrafficFields named = root.fields("functions");
    named.each(
        (function, own) -> {
          named.require(
              function.matches("[a-zA-Z0-9-_]{1,64}"),
              function,
              "a function is called by its bare name, such as \"billing\"");
          own.only("comment", "requestsPerMinute", "baseline", "canary", "versions", "incidents");
          Behaviour usual = behaviour(own.fields("baseline"), baseline);
          functions.put(function, traffic(name -> own.has(name) ? own : root, usual, Map.of()));
        });
    return traffic(name -> root, baseline, functions);
  }

  /**
   * Callers and what they meet.
   *
   * @param where in which object the field of a name is to be found
   */
  private Traffic traffic(
      Function<String, TrafficFields> where, Behaviour baseline, Map<String, Traffic> functions) {
    Behaviour canary = behaviour(where.apply("canary").fields("canary"), baseline);
    Map<String, Behaviour> versions = new LinkedHashMap<>();
    TrafficFields numbered = where.apply("versions").fields("versions");
    numbered.each(
        (version, own) -> {
          numbered.require(
              version.matches("[0-9]+"), version, "a version is a number such as \"8\"");
          versions.put(version, behaviour(own, baseline));
        });
    List<Change> incidents = changes(where.apply("incidents"), "incidents");
    Rate rate = rate(where.apply("requestsPerMinute"));
    return new Traffic(rate, baseline, canary, versions, incidents, functions);
  }

  private Rate rate(TrafficFields root) {
    if (!root.isObject("requestsPerMinute")) {
      double base = root.number("requestsPerMinute", USUAL.base(), 0, 1e9);
      return new Rate(base, USUAL.swing(), USUAL.peakHour(), USUAL.bursts());
    }
    TrafficFields rate = root.fields("requestsPerMinute");
    rate.only("base", "swing", "peakHour", "bursts");
    List<Rate.Burst> bursts = new ArrayList<>();
    for (TrafficFields burst : rate.list("bursts")) {
      burst.only("from", "to", "factor");
      bursts.add(
          new Rate.Burst(
              burst.required("from", 0, 1e6), to(burst), burst.required("factor", 0, 1e6)));
    }
    return new Rate(
        rate.number("base", USUAL.base(), 0, 1e9),
        rate.number("swing", USUAL.swing(), 0, 1),
        rate.number("peakHour", USUAL.peakHour(), 0, 24),
        bursts);
  }

  private static Behaviour behaviour(TrafficFields fields, Behaviour otherwise) {
    fields.only("comment", "errorRate", "latency", "coldStarts", "changes");
    TrafficFields latency = fields.fields("latency");
    latency.only("median", "sigma");
    TrafficFields cold = fields.fields("coldStarts");
    cold.only("share", "factor");
    return new Behaviour(
        fields.number("errorRate", otherwise.errorRate(), 0, 1),
        latency.number("median", otherwise.median(), 0.01, 900_000),
        latency.number("sigma", otherwise.sigma(), 0, 3),
        cold.number("share", otherwise.coldShare(), 0, 1),
        cold.number("factor", otherwise.coldFactor(), 1, 1000),
        fields.has("changes") ? changes(fields, "changes") : otherwise.changes());
  }

  private static List<Change> changes(TrafficFields fields, String name) {
    List<Change> changes = new ArrayList<>();
    for (TrafficFields change : fields.list(name)) {
      change.only("comment", "from", "to", "ramp", "addErrors", "slowdown", "addColdStarts");
      changes.add(
          new Change(
              change.number("from", 0, 0, 1e6),
              to(change),
              change.number("ramp", 0, 0, 1e6),
              change.number("addErrors", 0, -1, 1),
              change.number("slowdown", 1, 0.001, 1000),
              change.number("addColdStarts", 0, -1, 1)));
    }
    return changes;
  }

  private static double to(TrafficFields span) {
    double to = span.number("to", FOR_EVER, 0, 1e6);
    span.require(to > span.number("from", 0, -FOR_EVER, FOR_EVER), "to", "must be after from");
    return to;
  }
}
