package dev.coalmine.release;

import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands that a release accepted, and the approval or resume that it waits for.
 *
 * @param waitReason why it waits
 * @param waitingSince when the wait began; without a meaning if it does not wait
 * @param requestedWeight the weight to approve
 * @param approvedWeight the highest weight that was approved
 * @param entries the accepted commands, the latest last; at most 50
 */
public record Approvals(
    WaitReason waitReason,
    Instant waitingSince,
    Weight requestedWeight,
    Weight approvedWeight,
    List<SteeringEntry> entries) {
  /** Bounds the document, which travels through every state. */
  private static final int MOST_ENTRIES = 50;

  /** Why a release waits. */
  public enum WaitReason {
    /** It does not wait. */
    NOTHING,
    /** It is paused. */
    RESUME,
    /** The next weight needs an approval. */
    APPROVAL,
    /** It is inconclusive after its maximum duration, and the request asks for an approval. */
    VERDICT,
    /** It is promoted, its watch could not see, and the request asks for an approval. */
    UNPROVEN;

    /** The status of a release that waits for this reason: RUNNING, PAUSED or ASKS. */
    public String statusWord() {
      return switch (this) {
        case NOTHING -> "RUNNING";
        case RESUME -> "PAUSED";
        case APPROVAL, VERDICT, UNPROVEN -> "ASKS";
      };
    }
  }

  public Approvals {
    entries =
        List.copyOf(entries.subList(Math.max(0, entries.size() - MOST_ENTRIES), entries.size()));
  }

  static Approvals initial(Instant now) {
    return new Approvals(WaitReason.NOTHING, now, Weight.NONE, Weight.NONE, List.of());
  }

  boolean isWaiting() {
    return waitReason != WaitReason.NOTHING;
  }

  /** Whether it waits for an approval or a rejection. */
  public boolean isAwaitingApproval() {
    return switch (waitReason) {
      case NOTHING, RESUME -> false;
      case APPROVAL, VERDICT, UNPROVEN -> true;
    };
  }

  /** How long it has waited; zero if it does not wait. */
  Duration waitedUntil(Instant now) {
    return isWaiting() ? Duration.between(waitingSince, now) : Duration.ZERO;
  }

  Approvals withWait(WaitReason reason, Weight weight, Instant now) {
    return new Approvals(reason, now, weight, approvedWeight, entries);
  }

  Approvals withoutWait(Instant now) {
    return new Approvals(WaitReason.NOTHING, now, Weight.NONE, approvedWeight, entries);
  }

  /** All weights up to this one are approved. */
  Approvals withApproved(Weight weight) {
    Weight higher = weight.compareTo(approvedWeight) > 0 ? weight : approvedWeight;
    return new Approvals(waitReason, waitingSince, requestedWeight, higher, entries);
  }

  Approvals withEntry(SteeringEntry entry) {
    List<SteeringEntry> more = new ArrayList<>(entries);
    more.add(entry);
    return new Approvals(waitReason, waitingSince, requestedWeight, approvedWeight, more);
  }

  /** What it waits for, in words; empty if it does not wait. */
  public String toText() {
    return switch (waitReason) {
      case NOTHING -> "";
      case RESUME -> "paused";
      case APPROVAL -> "waiting for approval of %d %%".formatted(requestedWeight.percent());
      case VERDICT -> "waiting for approval to promote although inconclusive";
      case UNPROVEN -> "waiting for approval to stay promoted although unproven";
    };
  }
}
