package dev.coalmine.release;

import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What people have said of a release, and what it waits for them to say.
 *
 * @param waitReason what it waits for
 * @param waitingSince when it began to wait; if it does not, meaningless
 * @param requestedWeight the weight that is to be approved
 * @param approvedWeight the highest weight that was approved
 * @param entries all that was said, the latest last
 */
public record Approvals(
    WaitReason waitReason,
    Instant waitingSince,
    Weight requestedWeight,
    Weight approvedWeight,
    List<SteeringEntry> entries) {
  /** So much of what was said is kept: the document travels through every state. */
  private static final int MOST_SAID = 50;

  /** What a release can wait for. */
  public enum WaitReason {
    /** It goes on by itself. */
    NOTHING,
    /** It is paused. */
    RESUME,
    /** The next weight is one that a person must allow. */
    APPROVAL,
    /** Nothing was proven in time, and the request wants a person to decide. */
    VERDICT;

    /** How a release stands that waits so: RUNNING, PAUSED or ASKS. */
    public String statusWord() {
      return switch (this) {
        case NOTHING -> "RUNNING";
        case RESUME -> "PAUSED";
        case APPROVAL, VERDICT -> "ASKS";
      };
    }
  }

  public Approvals {
    entries = List.copyOf(entries.subList(Math.max(0, entries.size() - MOST_SAID), entries.size()));
  }

  static Approvals initial(Instant now) {
    return new Approvals(WaitReason.NOTHING, now, Weight.NONE, Weight.NONE, List.of());
  }

  boolean isWaiting() {
    return waitReason != WaitReason.NOTHING;
  }

  /** Whether it waits to be approved or rejected. */
  public boolean isAwaitingApproval() {
    return waitReason == WaitReason.APPROVAL || waitReason == WaitReason.VERDICT;
  }

  /** How long it has been waiting. */
  Duration waitedUntil(Instant now) {
    return isWaiting() ? Duration.between(waitingSince, now) : Duration.ZERO;
  }

  Approvals withWait(WaitReason what, Weight weight, Instant now) {
    return new Approvals(what, now, weight, approvedWeight, entries);
  }

  Approvals withoutWait(Instant now) {
    return new Approvals(WaitReason.NOTHING, now, Weight.NONE, approvedWeight, entries);
  }

  /** What was asked for is allowed. */
  Approvals withAllowed(Weight weight) {
    Weight higher = weight.compareTo(approvedWeight) > 0 ? weight : approvedWeight;
    return new Approvals(waitReason, waitingSince, requestedWeight, higher, entries);
  }

  Approvals withEntry(SteeringEntry one) {
    List<SteeringEntry> more = new ArrayList<>(entries);
    more.add(one);
    return new Approvals(waitReason, waitingSince, requestedWeight, approvedWeight, more);
  }

  /** What it waits for, in words; empty for nothing. */
  public String toText() {
    return switch (waitReason) {
      case NOTHING -> "";
      case RESUME -> "paused";
      case APPROVAL -> "waiting for approval of %d %%".formatted(requestedWeight.percent());
      case VERDICT -> "waiting for approval to promote although inconclusive";
    };
  }
}
