package dev.coalmine.cli.prove;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A release, or several of the same targets, and what people do meanwhile.
 *
 * @param name words with hyphens
 * @param traits what the oracle must know of it
 * @param promised what each target serves if the release, or one of them, is promoted
 * @param traffic the profile of its callers; empty for none
 * @param script starts the releases, and schedules what people do
 */
record Story(
    String name,
    Traits traits,
    Map<String, TargetView> promised,
    String traffic,
    Consumer<StoryAccount> script) {

  Story {
    promised = Map.copyOf(promised);
  }

  /**
   * What the oracle must know of a story.
   *
   * @param bad whether the canary is bad, or must not be promoted for another reason
   * @param stopped whether somebody stops an execution
   * @param revert whether the release goes back to what was before an earlier one
   * @param releases how many executions of the release workflow it starts
   */
  record Traits(boolean bad, boolean stopped, boolean revert, int releases) {
    static final Traits HEALTHY = new Traits(false, false, false, 1);
    static final Traits BAD = new Traits(true, false, false, 1);
    static final Traits STOPPED = new Traits(true, true, false, 1);
    static final Traits REVERT = new Traits(false, false, true, 2);
    static final Traits PAIR = new Traits(false, false, false, 2);
  }

  @Override
  public String toString() {
    return name;
  }
}
