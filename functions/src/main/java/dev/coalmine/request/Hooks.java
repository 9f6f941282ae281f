package dev.coalmine.request;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Functions that have a say in a release: names or ARNs, empty for none.
 *
 * @param beforeTraffic is asked before the canary gets any requests
 * @param eachStep is asked each time after the canary got another share
 * @param afterTraffic is asked once the canary serves everything
 */
public record Hooks(String beforeTraffic, String eachStep, String afterTraffic) {
  public static final String BEFORE_TRAFFIC = "beforeTraffic";
  public static final String EACH_STEP = "eachStep";
  public static final String AFTER_TRAFFIC = "afterTraffic";

  /** Their names, in the order in which they are asked. */
  public static final List<String> NAMES = List.of(BEFORE_TRAFFIC, EACH_STEP, AFTER_TRAFFIC);

  /** No hooks. */
  public static final Hooks NONE = new Hooks("", "", "");

  /** As long as CodeDeploy waits for its hooks ("AppSpec 'hooks' section"). */
  private static final Duration BEFORE = Duration.ofHours(1);

  /** Meanwhile the canary has requests, and only alarms can end a hook's time. */
  private static final Duration DURING = Duration.ofMinutes(15);

  /** The function of a hook; empty for none. */
  public String function(String hook) {
    return switch (hook) {
      case BEFORE_TRAFFIC -> beforeTraffic;
      case EACH_STEP -> eachStep;
      case AFTER_TRAFFIC -> afterTraffic;
      default -> "";
    };
  }

  /** How long a hook may take to answer, if the release has as long. */
  public static Duration timeout(String hook) {
    return hook.equals(BEFORE_TRAFFIC) ? BEFORE : DURING;
  }

  /**
   * A hook whose answer is awaited.
   *
   * @param name which one; empty for none
   * @param function name or ARN
   * @param since when it was first called
   */
  public record HookCall(String name, String function, Instant since) {
    public static final HookCall NONE = new HookCall("", "", Instant.EPOCH);

    /** Whether an answer is awaited. */
    public boolean isPending() {
      return !name.isEmpty();
    }

    @Override
    public String toString() {
      return "hook %s (%s)".formatted(name, function);
    }
  }
}
