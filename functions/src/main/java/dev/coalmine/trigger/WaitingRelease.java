package dev.coalmine.trigger;

import dev.coalmine.document.HistoryTail;
import dev.coalmine.release.FiredAlarm;
import dev.coalmine.release.Release;
import dev.coalmine.release.WatchedAlarm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Wake keeps of a running release. Which alarms gate it never changes once Prepare has found
 * them. The rest holds for as long as its token does: Step Functions refuses a token that is used
 * up.
 *
 * @param prepared whether the release has a document
 * @param token of the task that waits; empty if none does, or if the token was used here
 * @param awaitsHook whether it waits for a hook
 * @param alarms those that gate it
 * @param asOf the moment of the newest alarm for which it was read
 */
record WaitingRelease(
    boolean prepared,
    Optional<String> token,
    boolean awaitsHook,
    List<WatchedAlarm> alarms,
    Instant asOf) {
  /** For how long a release without a document is not read again, in seconds. */
  private static final long UNPREPARED = 5;

  /**
   * Reads an execution's newest events.
   *
   * @param asOf the moment of reading, at the latest
   */
  static WaitingRelease read(HistoryTail execution, Instant asOf) {
    Optional<String> token = execution.token();
    Optional<Release> release = execution.release();
    return new WaitingRelease(
        release.isPresent(),
        token,
        release.filter(one -> one.progress().hook().isPending()).isPresent(),
        release.map(one -> one.progress().alarms()).orElse(List.of()),
        asOf);
  }

  WaitingRelease withoutToken() {
    return new WaitingRelease(prepared, Optional.empty(), awaitsHook, alarms, asOf);
  }

  /** Whether its alarms may be unknown at this moment. */
  boolean isOutdated(Instant now) {
    return !prepared && !now.minusSeconds(UNPREPARED).isBefore(asOf);
  }

  /** Whether one of the alarms gates it. */
  boolean isGatedBy(List<FiredAlarm> fired) {
    return alarms.stream().anyMatch(own -> fired.stream().anyMatch(one -> isOf(own, one)));
  }

  /**
   * The first of the alarms that the release has not considered yet. An analysis would also call a
   * pending hook again, which an excused alarm does not justify.
   */
  Optional<FiredAlarm> newAlarm(List<FiredAlarm> fired) {
    return fired.stream()
        .filter(
            one ->
                alarms.stream()
                    .anyMatch(
                        own ->
                            isOf(own, one)
                                && one.at().isAfter(own.lastSeenChange())
                                && !(awaitsHook && own.excused())))
        .findFirst();
  }

  private static boolean isOf(WatchedAlarm own, FiredAlarm fired) {
    return own.name().equals(fired.name());
  }
}
