package dev.coalmine.judge;

/** Sets the weight of a canary against which nothing has been found. */
final class Pacer {
  private static final double SUSPICION = Math.log(2);
  private static final int ALL = 100;

  private final Profile profile;
  private final Grid grid;
  private final Scope scope;
  private final int cap;

  Pacer(Profile profile, Grid grid, Scope scope) {
    this.profile = profile;
    this.grid = grid;
    this.scope = scope;
    this.cap = grid.atMost(profile.cap());
  }

  /** The first weight of a release; the lowest if nobody knows what a percent of the traffic is. */
  int first(History history) {
    double first = history.minutes().isEmpty() ? 0 : new Ramp(history.rate()).first();
    return grid.atMost(Math.min(first, profile.firstCap()));
  }

  /** The weight to compare at after a limit was crossed, by what the last minute alone allows. */
  int probe(State state, Side canary) {
    double usual = state.usual().errorRate();
    double excess = Ramp.excess(canary.errors(), canary.requests(), usual);
    return grid.atMost(Math.min(new Ramp(state.rate()).affordable(excess, usual), cap));
  }

  /** The weight after a look that found nothing: it may rise, never fall. */
  Ruling pace(State state, long now, Observation seen) {
    boolean incident = state.recent().isIncident(state.usual());
    boolean calm = state.evidence().most() < SUSPICION && !incident;
    boolean holding = calm && state.progress().weight() == cap && seen.canary().requests() > 0;
    Progress progress = holding ? state.progress().plusCalm() : state.progress();

    Fading canary = state.canaryLately();
    double usual = state.baselineLately().errorRate(state.usual());
    double excess = Ramp.excess(canary.errors(), canary.requests(), usual);
    double affordable = new Ramp(state.rate()).affordable(excess, usual);
    Promotion promotion = Promotion.of(state, excess, profile, scope);
    boolean ready = state.hasSeenEnough() && progress.weight() >= cap;
    boolean due = ready && promotion.isDue(progress.calmMinutes(), affordable >= ALL, profile);

    int higher = grid.atMost(due ? ALL : Math.min(Math.min(affordable, reach(progress)), cap));
    boolean free = calm && !progress.isHeld(now);
    int next = free ? Math.max(progress.weight(), higher) : progress.weight();
    return Ruling.of(
        state,
        state.with(progress.to(next)),
        scope,
        () -> next > progress.weight() ? whyUp(next) : whyNot(state, now, incident, promotion));
  }

  /** The highest next weight; on a coarse grid further away than the growth allows. */
  private double reach(Progress progress) {
    return Math.max(Ramp.GROWTH * progress.weight(), grid.next(progress.weight()));
  }

  private static String whyUp(int next) {
    return next == ALL
        ? "no regression that matters is left to fear"
        : "calm, so the weight rises to " + next;
  }

  private String whyNot(State state, long now, boolean incident, Promotion promotion) {
    int weight = state.progress().weight();
    if (weight == ALL) {
      return "promoted, still watched";
    }
    if (incident) {
      return "the baseline itself fails more than usual";
    }
    if (state.evidence().most() >= SUSPICION) {
      return "too doubtful to go on, too little to roll back";
    }
    if (state.progress().isHeld(now)) {
      return "comparing with the baseline";
    }
    return weight < cap ? "the risk budget allows no more yet" : whyHold(state, promotion);
  }

  private String whyHold(State state, Promotion promotion) {
    if (!state.hasSeenEnough()) {
      return "too little seen for promotion";
    }
    String unclear = promotion.unclear(profile);
    return unclear.isEmpty()
        ? "clear so far, staying a little longer"
        : "a regression in " + unclear + " is not ruled out yet";
  }
}
