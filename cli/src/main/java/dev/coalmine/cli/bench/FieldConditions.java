package dev.coalmine.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The conditions of the field, and others that were kept aside while the judge was made. */
final class FieldConditions {
  private static final FieldVersion PLAIN = FieldVersion.of(WarmUp.NONE);
  private static final FieldVersion NODE = FieldVersion.of(WarmUp.of(300, .5, 5));
  private static final FieldVersion DOT_NET = FieldVersion.of(WarmUp.of(1500, 1, 10));
  private static final FieldVersion JAVA = FieldVersion.of(WarmUp.of(2500, 1.5, 30));
  private static final FieldVersion LARGE_JAVA = FieldVersion.of(WarmUp.of(6000, 2, 60));
  private static final FieldVersion JVM = FieldVersion.of(WarmUp.measured(MeasuredCurve.JVM));
  private static final FieldVersion JVM_C1 = FieldVersion.of(WarmUp.measured(MeasuredCurve.JVM_C1));
  private static final FieldVersion LONG = FieldVersion.of(WarmUp.of(1000, .6, 100));
  private static final FieldVersion COLD = FieldVersion.of(WarmUp.of(1500, 0, 1));
  private static final FieldVersion PYTHON =
      FieldVersion.of(WarmUp.of(300, .4, 2)).runtime("python3.13");
  private static final WarmDurations FAST = WarmDurations.lognormal(20);
  private static final FieldTraffic LOAD_BALANCER =
      FieldTraffic.byPeriods(RequestQuantiles.LOAD_BALANCER, .21, 10);
  private static final FieldTraffic POSTS = FieldTraffic.byPeriods(RequestQuantiles.POSTS, .78, 5);

  private FieldConditions() {}

  /** The conditions that the judge was made for. */
  static List<FieldCondition> known() {
    List<FieldCondition> all = new ArrayList<>();
    addWarmUps(all);
    addClusters(all);
    addIncidents(all);
    addTraffic(all);
    addFaults(all);
    return List.copyOf(all);
  }

  private static FieldCondition healthy(String name, double rate, FieldVersion version) {
    return FieldCondition.healthy(at(name, rate), FieldTraffic.constant(rate), version);
  }

  private static String at(String name, double rate) {
    return String.format(Locale.ROOT, "%s, %,.0f/min", name, rate);
  }

  private static void addWarmUps(List<FieldCondition> all) {
    for (int rate : new int[] {20, 100, 600}) {
      all.add(healthy("no warm-up", rate, PLAIN));
    }
    for (int rate : new int[] {5, 100, 3000}) {
      all.add(healthy("like Node", rate, NODE));
      all.add(healthy("like .NET", rate, DOT_NET));
    }
    for (int rate : new int[] {5, 20, 100, 600, 3000}) {
      all.add(healthy("like Java", rate, JAVA));
    }
    for (int rate : new int[] {20, 600}) {
      all.add(healthy("like large Java", rate, LARGE_JAVA));
    }
    for (int rate : new int[] {20, 100, 600, 3000}) {
      all.add(healthy("measured JVM", rate, JVM));
    }
    for (int rate : new int[] {100, 600}) {
      all.add(healthy("measured JVM, 20 ms warm", rate, JVM.durations(FAST)));
      all.add(healthy("measured JVM, fast compiler, 20 ms warm", rate, JVM_C1.durations(FAST)));
      all.add(healthy("x1.6 over 100 calls", rate, LONG));
    }
    for (int rate : new int[] {5, 20, 100, 600}) {
      all.add(healthy("like Python", rate, PYTHON));
    }
    for (int rate : new int[] {10, 600}) {
      all.add(
          healthy("provisioned baseline", rate, PLAIN)
              .canary(FieldVersion.of(WarmUp.of(4000, 0, 1)))
              .life(new ContainerLife(240, 420, 0, 0, 0)));
    }
  }

  private static void addClusters(List<FieldCondition> all) {
    for (int rate : new int[] {100, 600}) {
      FieldCondition plain = healthy("", rate, PLAIN);
      all.add(
          named(plain, "bursts of a client, 6/h", rate).events(FieldEvents.bursts(6, 40, false)));
      all.add(
          named(plain, "bursts of a client, 6/h, 30 min watch", rate)
              .events(FieldEvents.bursts(6, 40, false))
              .watch(30));
      all.add(named(plain, "sticky bursts, 6/h", rate).events(FieldEvents.bursts(6, 40, true)));
      all.add(
          named(plain, "containers fail 30 % for 2 min, hourly", rate)
              .life(ContainerLife.sick(3600, 120, .3)));
      all.add(
          named(plain, "containers fail 30 % for 2 min, every 4 h", rate)
              .life(ContainerLife.sick(14_400, 120, .3)));
    }
  }

  private static FieldCondition named(FieldCondition like, String name, double rate) {
    return new FieldCondition(
        at(name, rate),
        like.kind(),
        like.traffic(),
        like.events(),
        like.life(),
        like.baseline(),
        like.canary(),
        like.watch());
  }

  private static void addIncidents(List<FieldCondition> all) {
    for (int rate : new int[] {100, 600}) {
      FieldCondition plain = healthy("", rate, PLAIN);
      all.add(named(plain, "shared incident", rate).events(FieldEvents.incident(3, 20, .3, 2)));
      all.add(
          named(plain, "incident after promotion, 60 min watch", rate)
              .events(FieldEvents.incident(20, 60, .3, 2))
              .watch(60));
      all.add(
          named(plain, "errors rise to 3 % for all, 60 min watch", rate)
              .events(FieldEvents.rising(15, .03))
              .watch(60));
      all.add(healthy("durations of a cloud API", rate, PLAIN.durations(WarmDurations.CLOUD_API)));
    }
  }

  private static void addTraffic(List<FieldCondition> all) {
    all.add(FieldCondition.healthy("bursty functions", FieldTraffic.bursty(1), COLD));
    all.add(FieldCondition.healthy("bursty functions x20", FieldTraffic.bursty(20), COLD));
    all.add(
        FieldCondition.healthy(
            "bursty functions x20, 2 % errors", FieldTraffic.bursty(20), COLD.errors(.02)));
    all.add(FieldCondition.healthy("load balancer x10", LOAD_BALANCER, COLD));
    all.add(FieldCondition.healthy("posts x5", POSTS, COLD));
    all.add(
        FieldCondition.healthy(
            "dusk", FieldTraffic.of(t -> 300 * Math.max(0, (40 - t) / 100.0)), PLAIN));
    all.add(
        FieldCondition.healthy(
            "quiet night, then 600/min", FieldTraffic.of(t -> t < 60 ? .05 : 600), COLD));
  }

  private static void addFaults(List<FieldCondition> all) {
    for (int rate : new int[] {20, 100, 600}) {
      FieldCondition plain = healthy("", rate, PLAIN);
      all.add(fault(plain, "+1 point of errors", rate, PLAIN.errors(.011)));
      all.add(fault(plain, "+2 points of errors", rate, PLAIN.errors(.021)));
      all.add(slow(plain, "x1.2 latency", rate, PLAIN.slower(1.2)));
      all.add(slow(plain, "x1.5 latency", rate, PLAIN.slower(1.5)));
    }
    for (int rate : new int[] {5, 20, 100, 600}) {
      FieldCondition python = healthy("", rate, PYTHON);
      all.add(slow(python, "like Python, x1.2", rate, PYTHON.slower(1.2)));
      all.add(slow(python, "like Python, x1.5", rate, PYTHON.slower(1.5)));
      all.add(slow(python, "like Python, x3", rate, PYTHON.slower(3)));
    }
    for (int rate : new int[] {100, 600}) {
      FieldCondition java = healthy("", rate, JAVA);
      all.add(slow(java, "like Java, x1.3", rate, JAVA.slower(1.3)));
      all.add(slow(java, "like Java, x2", rate, JAVA.slower(2)));
      all.add(fault(java, "like Java, +2 points of errors", rate, JAVA.errors(.021)));
    }
    FieldCondition bursty =
        FieldCondition.healthy("bursty functions x20, +5 points", FieldTraffic.bursty(20), PLAIN);
    all.add(bursty.faulty(ScenarioKind.ERRORS, PLAIN.errors(.051)));
    all.add(
        FieldCondition.healthy("load balancer x10, +2 points", LOAD_BALANCER, PLAIN)
            .faulty(ScenarioKind.ERRORS, PLAIN.errors(.021)));
    all.add(
        fault(
            healthy("", 600, PLAIN).events(FieldEvents.bursts(6, 40, false)),
            "bursts of a client, +2 points",
            600,
            PLAIN.errors(.021)));
  }

  private static FieldCondition fault(
      FieldCondition like, String name, double rate, FieldVersion canary) {
    return named(like, name, rate).faulty(ScenarioKind.ERRORS, canary);
  }

  private static FieldCondition slow(
      FieldCondition like, String name, double rate, FieldVersion canary) {
    return named(like, name, rate).faulty(ScenarioKind.LATENCY, canary);
  }

  /** Conditions that nobody tuned the judge on. */
  static List<FieldCondition> aside() {
    List<FieldCondition> all = new ArrayList<>();
    for (int rate : new int[] {50, 300, 1500}) {
      all.add(healthy("aside: x3 over 20 calls, 1.2 s cold", rate, warm(1200, 2, 20)));
      all.add(healthy("aside: x1.4 over 200 calls", rate, warm(800, .4, 200)));
      all.add(
          healthy(
              "aside: fast compiler, 60 ms warm",
              rate,
              JVM_C1.durations(WarmDurations.lognormal(60))));
      FieldCondition plain = healthy("", rate, DOT_NET);
      all.add(
          named(plain, "aside: containers fail 60 % for 1 min, every 2 h", rate)
              .life(ContainerLife.sick(7200, 60, .6)));
      all.add(
          named(plain, "aside: sticky bursts, 3/h of 100", rate)
              .events(FieldEvents.bursts(3, 100, true)));
      all.add(
          named(plain, "aside: short incidents of 10 %, 60 min watch", rate)
              .events(FieldEvents.incidents(25, 3, .1, 1.5))
              .watch(60));
    }
    all.add(
        FieldCondition.healthy(
            "aside: dawn", FieldTraffic.of(t -> 5 * Math.exp((t + 60) / 35.0)), DOT_NET));
    all.add(
        FieldCondition.healthy(
            "aside: a job every 15 minutes",
            FieldTraffic.of(t -> Math.floorMod(t, 15) == 3 ? 200 : 0),
            DOT_NET));
    for (int rate : new int[] {50, 300}) {
      FieldVersion net = DOT_NET;
      all.add(slow(healthy("", rate, net), "aside: like .NET, x1.35", rate, net.slower(1.35)));
      all.add(fault(healthy("", rate, net), "aside: like .NET, +3 points", rate, net.errors(.031)));
    }
    return List.copyOf(all);
  }

  private static FieldVersion warm(double coldStart, double factor, double calls) {
    return FieldVersion.of(WarmUp.of(coldStart, factor, calls));
  }
}
