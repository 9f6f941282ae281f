package dev.coalmine.request;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What somebody can tell a running release. */
public enum SteeringCommand {
  /** Look at once: something changed. */
  LOOK,
  /** Keep the weight, with the gate on, until resumed. */
  PAUSE,
  /** Go on after a pause. */
  RESUME,
  /** Do not wait for the rest of this bake, or of the watch. */
  SKIP,
  /** Give the canary everything now. */
  PROMOTE,
  /** Give the baseline everything back now. */
  ROLL_BACK,
  /** What the release asks for may be. */
  APPROVE,
  /** It may not: everything goes back. */
  REJECT;

  /** The command of that name, or nothing where there is none. */
  static Optional<SteeringCommand> ofName(String name) {
    return Arrays.stream(values()).filter(command -> command.name().equals(name)).findFirst();
  }

  /**
   * What a release is sent that is to follow it: the answer to the task that waits.
   *
   * @param by who says so
   * @param why empty if no reason is given
   */
  public Map<String, String> toMessage(String by, String why) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("command", name());
    told.put("by", by);
    told.put("why", why);
    return told;
  }

  /** As a sentence says it: {@code roll back}. */
  public String toText() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
