package dev.coalmine.cli.prove;

import dev.coalmine.embedded.Fault;
import java.util.Optional;

/** An armed fault during one run: whether it has happened, and which later calls it reaches. */
final class FaultTrigger {
  private final ArmedFault armed;
  private Optional<AwsCall> first = Optional.empty();
  private int left;

  FaultTrigger(ArmedFault armed) {
    this.armed = armed;
    this.left = armed.kind().reach().times();
  }

  /**
   * Whether this call gets the fault. Each call is asked about once.
   *
   * @param ofOperation the n-th call of its operation by anyone
   */
  boolean isDue(AwsCall call, int ofOperation) {
    boolean due = first.isEmpty() ? isAt(call, ofOperation) : reaches(first.get(), call);
    if (due) {
      first = Optional.of(first.orElse(call));
      left--;
    }
    return due;
  }

  private boolean isAt(AwsCall call, int ofOperation) {
    CallSite site = armed.site();
    boolean counted =
        site.caller().isEmpty()
            ? site.occurrence() == ofOperation
            : site.caller().equals(call.caller()) && site.occurrence() == call.occurrence();
    return counted && site.operation().equals(call.operation());
  }

  private boolean reaches(AwsCall start, AwsCall call) {
    FaultKind.Reach reach = armed.kind().reach();
    return left > 0
        && reach.same().test(start, call)
        && call.at().isBefore(start.at().plus(reach.lasts()));
  }

  Fault faultOf(FaultScene scene, AwsCall call) {
    return armed.kind().fault().apply(scene, call);
  }

  FaultKind kind() {
    return armed.kind();
  }

  boolean hasHappened() {
    return first.isPresent();
  }
}
