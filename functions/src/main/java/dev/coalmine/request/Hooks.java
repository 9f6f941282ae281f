package dev.coalmine.request;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The hooks of a release: names or ARNs of functions; empty for none.
 *
 * @param beforeTraffic called before the canary gets any requests
 * @param eachStep called after each shift
 * @param afterTraffic called after the promotion
 */
public record Hooks(String beforeTraffic, String eachStep, String afterTraffic) {
  public static final String BEFORE_TRAFFIC = "beforeTraffic";
  public static final String EACH_STEP = "eachStep";
  public static final String AFTER_TRAFFIC = "afterTraffic";

  /** The names of the hooks, in the order of the calls. */
  public static final List<String> NAMES = List.of(BEFORE_TRAFFIC, EACH_STEP, AFTER_TRAFFIC);

  /** No hooks. */
  public static final Hooks NONE = new Hooks("", "", "");

  /** The time that CodeDeploy gives its hooks ("AppSpec 'hooks' section"). */
  private static final Duration BEFORE = Duration.ofHours(1);

  /** Shorter, because the canary has requests meanwhile and only alarms can end the wait. */
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

  /**
   * The time that a hook may take to answer; below 100 % the deadline of the release can shorten
   * it.
   */
  public static Duration timeout(String hook) {
    return hook.equals(BEFORE_TRAFFIC) ? BEFORE : DURING;
  }

  /**
   * A call of a hook whose answer is pending.
   *
   * @param name the name of the hook; empty for none
   * @param function name or ARN
   * @param since when it was first called
   */
  public record HookCall(String name, String function, Instant since) {
    public static final HookCall NONE = new HookCall("", "", Instant.EPOCH);

    /** Whether an answer is pending. */
    public boolean isPending() {
      return !name.isEmpty();
    }

    @Override
    public String toString() {
      return "hook %s (%s)".formatted(name, function);
    }
  }
}
