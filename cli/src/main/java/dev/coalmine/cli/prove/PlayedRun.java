package dev.coalmine.cli.prove;

import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What happened in one run, as it can be seen from outside.
 *
 * @param story the story
 * @param calls all counted calls
 * @param changes all changes of targets, and Prepare's looks, in order
 * @param before what each target served before
 * @param after what each target serves at the end
 * @param executions of the release workflow, the first one first
 * @param announcements what Coalmine published
 * @param doors what stacks and pipelines were told; empty for one that was told nothing
 * @param faulted whether all its faults happened
 * @param unpublished whether events were not accepted because of a fault
 * @param denied whether a right was lost for ever
 * @param outage whether all of AWS failed for a while
 * @param alarmed what a person is told without an event: failed functions of the last minutes, kept
 *     messages
 */
record PlayedRun(
    Story story,
    List<AwsCall> calls,
    List<TargetChange> changes,
    Map<String, TargetView> before,
    Map<String, TargetView> after,
    List<Execution> executions,
    List<Announcement> announcements,
    List<Optional<String>> doors,
    boolean faulted,
    boolean unpublished,
    boolean denied,
    boolean outage,
    List<String> alarmed) {
  private static final Map<String, String> OUTCOMES =
      Map.of("RolledBack", "ROLLED_BACK", "Refused", "REFUSED", "Stuck", "STUCK");
  private static final Set<String> OWN = Set.of("PROMOTED", "ROLLED_BACK", "REFUSED", "STUCK");

  /** Notes a change of another person. */
  @FunctionalInterface
  interface ChangeLog {
    void byPerson(Runnable change);
  }

  /** The outcome of an execution, or the status of one that did not end by itself. */
  static String outcome(Execution execution) {
    if (execution.status() == ExecutionStatus.SUCCEEDED) {
      return "PROMOTED";
    }
    return OUTCOMES.getOrDefault(execution.error(), execution.status().name());
  }

  /** Whether an execution ended in a state of its own. */
  static boolean endedItself(Execution execution) {
    return OWN.contains(outcome(execution));
  }

  /** The last end that was published of an execution; empty for none. */
  String lastSaid(Execution execution) {
    return announcements.stream()
        .filter(each -> each.isEnd() && each.execution().equals(execution.identity().arn()))
        .reduce((first, later) -> later)
        .map(Announcement::state)
        .orElse("");
  }

  /** What a target served before. */
  TargetView before(String target) {
    return Objects.requireNonNull(before.get(target), target);
  }

  /** What a target serves at the end. */
  TargetView after(String target) {
    return Objects.requireNonNull(after.get(target), target);
  }

  /** The changes of a target by somebody else, those that are not looks. */
  List<TargetChange> byPeople(String target) {
    return changes.stream()
        .filter(each -> each.target().equals(target) && each.isByPerson())
        .toList();
  }

  /** The changes of a target by releases. */
  List<TargetChange> byReleases(String target) {
    return changes.stream()
        .filter(each -> each.target().equals(target) && !each.isByPerson() && !each.isLook())
        .toList();
  }
}
