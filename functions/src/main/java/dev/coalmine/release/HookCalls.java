package dev.coalmine.release;

import dev.coalmine.request.Hooks;
import java.time.Duration;
import java.time.Instant;

/** The transition of a release that calls a hook. */
final class HookCalls {
  private HookCalls() {}

  /**
   * Calls a hook, or calls it again. All calls of one hook share one time-out. Below 100 % it ends
   * at the release's deadline at the latest.
   */
  static Release call(Release release, String hook, String why, Instant now) {
    String function = release.settings().hooks().function(hook);
    Release calling = release.with(release.progress().withHookCall(hook, function, now));
    Instant end = calling.progress().hook().since().plus(Hooks.timeout(hook));
    Instant deadline = release.deadline();
    boolean endsSooner = !hook.equals(Hooks.AFTER_TRAFFIC) && deadline.isBefore(end);
    Duration left = Duration.between(now, endsSooner ? deadline : end);
    return calling.withDecision(Decision.CALL_HOOK, why, Release.wholeSeconds(left));
  }
}
