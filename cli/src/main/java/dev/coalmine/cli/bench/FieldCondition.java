package dev.coalmine.cli.bench;

/**
 * A function, its callers and a canary, as they are in the field.
 *
 * @param name in tables
 * @param kind what is wrong with the canary
 * @param traffic the requests
 * @param events what happens to both versions
 * @param life of the containers of both versions
 * @param baseline the old version
 * @param canary the new one
 * @param watch minutes at 100 % before a release ends
 */
record FieldCondition(
    String name,
    ScenarioKind kind,
    FieldTraffic traffic,
    FieldEvents events,
    ContainerLife life,
    FieldVersion baseline,
    FieldVersion canary,
    int watch) {
  private static final int WATCH = 10;

  /** A canary that is like the baseline. */
  static FieldCondition healthy(String name, FieldTraffic traffic, FieldVersion both) {
    return new FieldCondition(
        name,
        ScenarioKind.HEALTHY,
        traffic,
        FieldEvents.NONE,
        ContainerLife.SOUND,
        both,
        both,
        WATCH);
  }

  /** The same with a canary that fails more or is slower. */
  FieldCondition faulty(ScenarioKind kind, FieldVersion canary) {
    return new FieldCondition(name, kind, traffic, events, life, baseline, canary, watch);
  }

  /** The same with another canary that is nevertheless healthy. */
  FieldCondition canary(FieldVersion other) {
    return new FieldCondition(name, kind, traffic, events, life, baseline, other, watch);
  }

  FieldCondition events(FieldEvents other) {
    return new FieldCondition(name, kind, traffic, other, life, baseline, canary, watch);
  }

  FieldCondition life(ContainerLife other) {
    return new FieldCondition(name, kind, traffic, events, other, baseline, canary, watch);
  }

  FieldCondition watch(int minutes) {
    return new FieldCondition(name, kind, traffic, events, life, baseline, canary, minutes);
  }
}
