package dev.coalmine.cli.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the JSON tree of a traffic file and collects all faults. */
final class TrafficProfileReader {
  private static final double FOR_EVER = Double.POSITIVE_INFINITY;
  private static final VersionBehaviour HEALTHY =
      new VersionBehaviour(
          0.001,
          0,
          120,
          0.5,
          new ColdStarts(0.005, 6, 0),
          ContainerWarmUp.NONE,
          0,
          3_000,
          List.of());
  private static final RequestRate USUAL = new RequestRate(600, 0, 14, List.of());

  private final List<String> faults = new ArrayList<>();

  private TrafficProfileReader() {}

  /**
   * The profile.
   *
   * @throws InvalidTrafficException with all faults if it has any
   */
  static TrafficProfile read(String source, Object tree) {
    TrafficProfileReader reader = new TrafficProfileReader();
    TrafficProfile traffic = reader.traffic(FileFields.root(tree, reader.faults));
    if (!reader.faults.isEmpty()) {
      throw new InvalidTrafficException(source, reader.faults.stream().distinct().toList());
    }
    return traffic;
  }

  private TrafficProfile traffic(FileFields root) {
    root.allowOnly(
        "comment",
        "requestsPerMinute",
        "baseline",
        "canary",
        "versions",
        "incidents",
        "metrics",
        "functions");
    VersionBehaviour baseline = behaviour(root.fields("baseline"), HEALTHY);
    Map<String, TrafficProfile> functions = new LinkedHashMap<>();
    FileFields named = root.fields("functions");
    named.forEachObject(
        (function, own) -> {
          named.require(
              function.matches("[a-zA-Z0-9-_]{1,64}"),
              function,
              "must be the plain name of a function, such as \"billing\"");
          own.allowOnly(
              "comment",
              "requestsPerMinute",
              "baseline",
              "canary",
              "versions",
              "incidents",
              "metrics");
          VersionBehaviour usual = behaviour(own.fields("baseline"), baseline);
          functions.put(function, traffic(name -> own.has(name) ? own : root, usual, Map.of()));
        });
    return traffic(name -> root, baseline, functions);
  }

  /**
   * The profile of one object.
   *
   * @param where the object that has the field of a name
   */
  private TrafficProfile traffic(
      Function<String, FileFields> where,
      VersionBehaviour baseline,
      Map<String, TrafficProfile> functions) {
    VersionBehaviour canary = behaviour(where.apply("canary").fields("canary"), baseline);
    Map<String, VersionBehaviour> versions = new LinkedHashMap<>();
    FileFields numbered = where.apply("versions").fields("versions");
    numbered.forEachObject(
        (version, own) -> {
          numbered.require(
              version.matches("[0-9]+"), version, "must be the number of a version, such as \"8\"");
          versions.put(version, behaviour(own, baseline));
        });
    List<BehaviourChange> incidents = changes(where.apply("incidents"), "incidents");
    RequestRate rate = rate(where.apply("requestsPerMinute"));
    List<MetricOutage> outages = outages(where.apply("metrics"));
    return new TrafficProfile(rate, baseline, canary, versions, incidents, outages, functions);
  }

  private static List<MetricOutage> outages(FileFields root) {
    List<MetricOutage> outages = new ArrayList<>();
    for (FileFields outage : root.list("metrics")) {
      outage.allowOnly("comment", "from", "to", "delay", "missing");
      outages.add(
          new MetricOutage(
              outage.number("from", 0, 0, 1e6),
              to(outage),
              outage.number("delay", 0, 0, 1e6),
              outage.flag("missing")));
    }
    return outages;
  }

  private RequestRate rate(FileFields root) {
    if (!root.isObject("requestsPerMinute")) {
      double base = root.number("requestsPerMinute", USUAL.base(), 0, 1e9);
      return new RequestRate(base, USUAL.swing(), USUAL.peakHour(), USUAL.bursts());
    }
    FileFields rate = root.fields("requestsPerMinute");
    rate.allowOnly("base", "swing", "peakHour", "bursts");
    List<RequestRate.RequestBurst> bursts = new ArrayList<>();
    for (FileFields burst : rate.list("bursts")) {
      burst.allowOnly("from", "to", "factor");
      bursts.add(
          new RequestRate.RequestBurst(
              burst.required("from", 0, 1e6), to(burst), burst.required("factor", 0, 1e6)));
    }
    return new RequestRate(
        rate.number("base", USUAL.base(), 0, 1e9),
        rate.number("swing", USUAL.swing(), 0, 1),
        rate.number("peakHour", USUAL.peakHour(), 0, 24),
        bursts);
  }

  private static VersionBehaviour behaviour(FileFields fields, VersionBehaviour otherwise) {
    fields.allowOnly(
        "comment",
        "errorRate",
        "http500Rate",
        "latency",
        "coldStarts",
        "warmUp",
        "timeouts",
        "changes");
    FileFields latency = fields.fields("latency");
    latency.allowOnly("median", "sigma");
    FileFields cold = fields.fields("coldStarts");
    cold.allowOnly("share", "factor", "init");
    FileFields warmUp = fields.fields("warmUp");
    warmUp.allowOnly("factor", "requests");
    FileFields timeouts = fields.fields("timeouts");
    timeouts.allowOnly("share", "after");
    return new VersionBehaviour(
        fields.number("errorRate", otherwise.errorRate(), 0, 1),
        fields.number("http500Rate", otherwise.http500Rate(), 0, 1),
        latency.number("median", otherwise.median(), 0.01, 900_000),
        latency.number("sigma", otherwise.sigma(), 0, 3),
        new ColdStarts(
            cold.number("share", otherwise.coldStarts().share(), 0, 1),
            cold.number("factor", otherwise.coldStarts().factor(), 1, 1000),
            cold.number("init", otherwise.coldStarts().init(), 0, 900_000)),
        new ContainerWarmUp(
            warmUp.number("factor", otherwise.warmUp().factor(), 1, 1000),
            warmUp.number("requests", otherwise.warmUp().requests(), 1, 1e6)),
        timeouts.number("share", otherwise.timeoutShare(), 0, 1),
        timeouts.number("after", otherwise.timeoutMillis(), 1, 900_000),
        fields.has("changes") ? changes(fields, "changes") : otherwise.changes());
  }

  private static List<BehaviourChange> changes(FileFields fields, String name) {
    List<BehaviourChange> changes = new ArrayList<>();
    for (FileFields change : fields.list(name)) {
      change.allowOnly(
          "comment",
          "from",
          "to",
          "ramp",
          "addErrors",
          "addHttp500",
          "slowdown",
          "addColdStarts",
          "addTimeouts");
      changes.add(
          new BehaviourChange(
              change.number("from", 0, 0, 1e6),
              to(change),
              change.number("ramp", 0, 0, 1e6),
              change.number("addErrors", 0, -1, 1),
              change.number("addHttp500", 0, -1, 1),
              change.number("slowdown", 1, 0.001, 1000),
              change.number("addColdStarts", 0, -1, 1),
              change.number("addTimeouts", 0, -1, 1)));
    }
    return changes;
  }

  private static double to(FileFields span) {
    double to = span.number("to", FOR_EVER, 0, 1e6);
    span.require(to > span.number("from", 0, -FOR_EVER, FOR_EVER), "to", "must be after from");
    return to;
  }
}
