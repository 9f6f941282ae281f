package dev.coalmine.request;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The commands to a running release. */
public enum SteeringCommand {
  /** Analyse at once: something changed. */
  LOOK,
  /** Keep the weight, with the gate on, until resumed. */
  PAUSE,
  /** Go on after a pause. */
  RESUME,
  /** Skip the rest of the bake or of the watch. */
  SKIP,
  /** Promote now. */
  PROMOTE,
  /** Roll back now. */
  ROLL_BACK,
  /** Approve what the release waits for. */
  APPROVE,
  /** Reject it: the release rolls back. */
  REJECT;

  /** The command of this name; empty for an unknown name. */
  static Optional<SteeringCommand> ofName(String name) {
    return Arrays.stream(values()).filter(command -> command.name().equals(name)).findFirst();
  }

  /**
   * The message to a release: the output of the task that waits.
   *
   * @param by who gives the command
   * @param why empty if no reason is given
   */
  public Map<String, String> toMessage(String by, String why) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("command", name());
    told.put("by", by);
    told.put("why", why);
    return told;
  }

  /** The command in a sentence: {@code roll back}. */
  public String toText() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
