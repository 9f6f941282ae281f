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
 * @param waitsFor what it waits for
 * @param since when it began to wait; if it does not, meaningless
 * @param asked the weight that is to be approved
 * @param allowed the highest weight that was approved
 * @param said all that was said, the latest last
 */
public record Approvals(
    WaitReason waitsFor, Instant since, Weight asked, Weight allowed, List<SteeringEntry> said) {
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
    said = List.copyOf(said.subList(Math.max(0, said.size() - MOST_SAID), said.size()));
  }

  static Approvals initial(Instant now) {
    return new Approvals(WaitReason.NOTHING, now, Weight.NONE, Weight.NONE, List.of());
  }

  boolean isWaiting() {
    return waitsFor != WaitReason.NOTHING;
  }

  /** Whether it waits to be approved or rejected. */
  public boolean isAwaitingApproval() {
    return waitsFor == WaitReason.APPROVAL || waitsFor == WaitReason.VERDICT;
  }

  /** How long it has been waiting. */
  Duration waitedUntil(Instant now) {
    return isWaiting() ? Duration.between(since, now) : Duration.ZERO;
  }

  Approvals withWait(WaitReason what, Weight weight, Instant now) {
    return new Approvals(what, now, weight, allowed, said);
  }

  Approvals withoutWait(Instant now) {
    return new Approvals(WaitReason.NOTHING, now, Weight.NONE, allowed, said);
  }

  /** What was asked for is allowed. */
  Approvals withAllowed(Weight weight) {
    Weight higher = weight.compareTo(allowed) > 0 ? weight : allowed;
    return new Approvals(waitsFor, since, asked, higher, said);
  }

  Approvals withEntry(SteeringEntry one) {
    List<SteeringEntry> more = new ArrayList<>(said);
    more.add(one);
    return new Approvals(waitsFor, since, asked, allowed, more);
  }

  /** What it waits for, in words; empty for nothing. */
  public String toText() {
    return switch (waitsFor) {
      case NOTHING -> "";
      case RESUME -> "paused";
      case APPROVAL -> "waiting for approval of %d %%".formatted(asked.percent());
      case VERDICT -> "waiting for approval to promote although inconclusive";
    };
  }
}
