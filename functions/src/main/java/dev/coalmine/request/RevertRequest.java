package dev.coalmine.request;

import dev.coalmine.target.RefusedException;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to revert a promoted release.
 *
 * @param revert ARN of the execution that promoted it
 * @param by who reverts
 * @param why empty if no reason is given
 */
public record RevertRequest(String revert, String by, String why) {
  private static final String FIELD = "revert";
  private static final String EXECUTION = "arn:[a-z-]+:states:[a-z0-9-]+:\\d{12}:execution:.+:.+";

  /** Whether an execution's input is a revert request. */
  public static boolean isRevert(Object tree) {
    return JsonView.of(tree).map().containsKey(FIELD);
  }

  /**
   * Reads a revert request.
   *
   * @throws RefusedException with all faults
   */
  public static RevertRequest read(Object tree) {
    List<String> faults = new ArrayList<>();
    RequestFields fields = RequestFields.of(tree, "", faults).rejectUnknown(FIELD, "by", "why");
    RevertRequest request =
        new RevertRequest(
            fields.text(FIELD, EXECUTION, "the ARN of an execution").orElse(""),
            fields.text("by", "(?s).+", "a name").orElse("somebody"),
            fields.text("why", "(?s).*", "a reason").orElse(""));
    if (!faults.isEmpty()) {
      throw new RefusedException(faults);
    }
    return request;
  }

  /**
   * Whether the reverted release is one of another state machine: its history would prove nothing,
   * since others may write it.
   *
   * @param execution ARN of the revert's own execution
   */
  public boolean isForeign(String execution) {
    return !revert.startsWith(execution.substring(0, execution.lastIndexOf(':') + 1));
  }

  /** The entry in the release document. */
  public SteeringEntry toSteeringEntry(Instant now) {
    return new SteeringEntry(SteeringCommand.ROLL_BACK, by, why, now);
  }
}
