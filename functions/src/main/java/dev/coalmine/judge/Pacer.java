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
    Progress progress = state.progress();
    boolean holding = progress.weight() == cap && calm && seen.canary().requests() > 0;
    progress = holding ? progress.plusCalm() : progress;

    double baseline = state.baselineLately().errorRate(state.usual());
    Fading canary = state.canaryLately();
    double excess = Ramp.excess(canary.errors(), canary.requests(), baseline);
    double affordable = new Ramp(state.rate()).affordable(excess, baseline);
    Promotion promotion = Promotion.of(state, excess, profile, scope);
    boolean ready = state.hasSeenEnough() && progress.weight() >= cap;
    boolean due = ready && promotion.isDue(progress.calmMinutes(), affordable >= ALL, profile);

    // On a coarse grid the next weight may be further away than the growth allows.
    double reach = Math.max(Ramp.GROWTH * progress.weight(), grid.next(progress.weight()));
    double target = Math.min(Math.min(affordable, reach), cap);
    int wanted = Math.max(progress.weight(), grid.atMost(due ? ALL : target));
    int next = calm && !progress.isHeld(now) ? wanted : progress.weight();
    return Ruling.of(
        state, state.with(progress.to(next)), why(state, next, now, calm, incident, promotion));
  }

  private String why(
      State before, int next, long now, boolean calm, boolean incident, Promotion promotion) {
    int weight = before.progress().weight();
    if (next > weight) {
      return next == ALL
          ? "no regression that matters is left to fear"
          : "calm, so the weight rises to " + next;
    }
    if (weight == ALL) {
      return "promoted, still watched";
    }
    if (incident) {
      return "the baseline itself fails more than usual";
    }
    if (!calm) {
      return "too doubtful to go on, too little to roll back";
    }
    if (before.progress().isHeld(now)) {
      return "comparing with the baseline";
    }
    return weight < cap ? "the risk budget allows no more yet" : hold(before, promotion);
  }

  private String hold(State state, Promotion promotion) {
    if (!state.hasSeenEnough()) {
      return "too little seen for promotion";
    }
    String unclear = promotion.unclear(profile);
    return unclear.isEmpty()
        ? "clear so far, staying a little longer"
        : "a regression in " + unclear + " is not ruled out yet";
  }
}
