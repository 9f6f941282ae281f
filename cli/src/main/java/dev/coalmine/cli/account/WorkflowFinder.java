package dev.coalmine.cli.account;

import dev.coalmine.cli.project.StackName;
import java.util.List;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/**
 * Finds Coalmine's state machine in an account. Its name is that of the stack, which is up to
 * whoever deployed it; the template gives it a tag.
 */
final class WorkflowFinder {
  static final String TAG = "coalmine";

  static final String TAG_VALUE = "workflow";

  private static final int MOST_NAMED = 20;

  /** Each takes one call of ListTagsForResource. */
  private static final int MOST_ASKED = 100;

  private int unread;
  private final SfnClient sfn;
  private final String location;

  /**
   * In one Region of an account.
   *
   * @param location of the account, for messages
   */
  WorkflowFinder(SfnClient sfn, String location) {
    this.sfn = sfn;
    this.location = location;
  }

  /**
   * The ARN of the state machine with a name.
   *
   * @throws CommandFailedException if there is none
   */
  String byName(String name) {
    List<StateMachineListItem> all = list();
    return withName(all, name).stream()
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "there is no state machine %s at %s: %s; name another with --workflow"
                        .formatted(name, location, describe(all))));
  }

  /**
   * The ARN of the state machine with the default name, or else of the one with the tag.
   *
   * @throws CommandFailedException if there is none, or more than one has the tag
   */
  String byNameOrTag() {
    List<StateMachineListItem> all = list();
    List<String> found = withName(all, StackName.NAME);
    if (found.isEmpty()) {
      found =
          all.stream()
              .limit(MOST_ASKED)
              .filter(this::isTagged)
              .map(StateMachineListItem::stateMachineArn)
              .toList();
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw CommandFailedException.usage(found.isEmpty() ? none(all) : several(found));
  }

  private List<StateMachineListItem> list() {
    return sfn.listStateMachinesPaginator(list -> {}).stateMachines().stream().toList();
  }

  private static List<String> withName(List<StateMachineListItem> all, String name) {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .map(StateMachineListItem::stateMachineArn)
        .toList();
  }

  /** A state machine whose tags the caller may not read is passed over: it may be anybody's. */
  private boolean isTagged(StateMachineListItem machine) {
    try {
      return sfn
          .listTagsForResource(list -> list.resourceArn(machine.stateMachineArn()))
          .tags()
          .stream()
          .anyMatch(tag -> tag.key().equals(TAG) && tag.value().equals(TAG_VALUE));
    } catch (SfnException refused) {
      if (!"AccessDeniedException".equals(refused.awsErrorDetails().errorCode())) {
        throw refused;
      }
      unread++;
      return false;
    }
  }

  private String none(List<StateMachineListItem> all) {
    return "there is no state machine %s at %s, and none with the tag %s=%s%s%s: %s; name Coalmine's with --workflow or COALMINE_WORKFLOW, by the output Workflow of its stack"
        .formatted(
            StackName.NAME,
            location,
            TAG,
            TAG_VALUE,
            all.size() > MOST_ASKED ? " among the first " + MOST_ASKED : "",
            unread > 0 ? " (the tags of %d may not be read)".formatted(unread) : "",
            describe(all));
  }

  private String several(List<String> found) {
    return "%d state machines at %s have the tag %s=%s: name one of %s with --workflow or COALMINE_WORKFLOW"
        .formatted(found.size(), location, TAG, TAG_VALUE, String.join(", ", found));
  }

  private static String describe(List<StateMachineListItem> all) {
    List<String> names = all.stream().map(StateMachineListItem::name).toList();
    return names.isEmpty()
        ? "there are no state machines"
        : "the state machines are "
            + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
            + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
  }
}
