package dev.coalmine.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One look at a running release: all that was found, at one moment. It decides what comes next.
 *
 * @param now the moment
 * @param found the target
 * @param alarms the gate's alarms, one reading for each that the release watches, in that order
 */
public record Look(Instant now, Snapshot found, List<AlarmReading> alarms) {

  /**
   * What the release does next.
   *
   * @throws TargetMovedException if someone else moved the target and it is not an ordinary
   *     deployment after promotion
   */
  public Release decide(Release release) {
    return switch (release.progress().phase()) {
      case BAKING -> bake(release);
      case SETTLING, WATCHING -> watch(release);
      case GOING_BACK -> throw new IllegalStateException("a release that goes back is not judged");
    };
  }

  private Release bake(Release release) {
    release.standing().mustBeOurs(found);
    List<WatchedAlarm> remembered = new ArrayList<>();
    Judgement judgement = judge(release, remembered);
    Release seen = judged(release, judgement, remembered);
    if (judgement.verdict() == Verdict.FAIL) {
      return rollBack(seen, judgement);
    }
    Instant deadline = release.preparedAt().plus(release.terms().maxDuration());
    Instant baked = release.progress().since().plus(release.step().bake());
    if (judgement.verdict() == Verdict.PASS && !now.isBefore(baked)) {
      return advance(seen, judgement);
    }
    if (!now.isBefore(deadline)) {
      return outOfTime(seen, judgement);
    }
    Instant next = now.isBefore(baked) ? earlier(baked, deadline) : deadline;
    return seen.decided(Decision.KEEP_BAKING, judgement.reason(), seen.until(next, now));
  }

  private Release watch(Release release) {
    Routing promoted = release.progress().written();
    if (found.routing().isSettlingOn(promoted)) {
      return settling(release);
    }
    if (!found.routing().equals(promoted)) {
      return superseded(release, promoted);
    }
    List<WatchedAlarm> remembered = new ArrayList<>();
    Judgement judgement = judge(release, remembered);
    Release seen = judged(release, judgement, remembered).in(Progress.Phase.WATCHING, now);
    if (judgement.verdict() == Verdict.FAIL) {
      return rollBack(seen, judgement);
    }
    Instant end = seen.progress().since().plus(release.terms().watch());
    return now.isBefore(end)
        ? seen.decided(Decision.KEEP_WATCHING, judgement.reason(), seen.until(end, now))
        : finish(
            seen,
            "watched for %s: %s".formatted(Words.of(release.terms().watch()), judgement.reason()));
  }

  private Judgement judge(Release release, List<WatchedAlarm> remembered) {
    List<Opinion> opinions = new ArrayList<>();
    List<WatchedAlarm> watched = release.progress().alarms();
    for (int i = 0; i < watched.size(); i++) {
      WatchedAlarm.Looked looked = watched.get(i).look(alarms.get(i));
      opinions.add(looked.opinion());
      remembered.add(looked.next());
    }
    return Judgement.of(opinions);
  }

  private static Release judged(
      Release release, Judgement judgement, List<WatchedAlarm> remembered) {
    return release.with(release.progress().remembering(remembered)).judged(judgement);
  }

  private Release advance(Release release, Judgement judgement) {
    return pass(release, judgement)
        .goOn("step at %s passed: %s".formatted(release.weight(), judgement.reason()));
  }

  private Release pass(Release release, Judgement judgement) {
    return release.with(
        release
            .progress()
            .passed(
                new Passed(
                    release.weight(),
                    release.progress().since(),
                    now,
                    judgement.verdict(),
                    judgement.reason())));
  }

  private Release outOfTime(Release release, Judgement judgement) {
    Terms terms = release.terms();
    String why =
        "not proven within maxDuration %s: %s, at weight %s"
            .formatted(Words.of(terms.maxDuration()), judgement.reason(), release.atWeight());
    return switch (terms.whenInconclusive()) {
      case PROMOTE ->
          pass(release, judgement).promoteNow(why + "; promoted as whenInconclusive says");
      case ROLL_BACK -> rollBack(release, new Judgement(judgement.verdict(), why));
      case ASK ->
          rollBack(release, new Judgement(judgement.verdict(), why + "; nobody could be asked"));
    };
  }

  private Release rollBack(Release release, Judgement judgement) {
    String why =
        judgement.verdict() == Verdict.FAIL
            ? judgement.reason() + ", at weight " + release.atWeight()
            : judgement.reason();
    return release.decided(Decision.ROLL_BACK, why, 1);
  }

  private Release settling(Release release) {
    Release settling = release.in(Progress.Phase.SETTLING, now);
    String why =
        "provisioned concurrency of %s is not ready: AWS still sends the requests to version %s"
            .formatted(release.target(), String.join(", ", found.routing().others().keySet()));
    return settling.progress().isOverdue(now)
        ? rollBack(
            settling,
            new Judgement(
                Verdict.INCONCLUSIVE, why + " after " + Words.of(Progress.SETTLING_LIMIT)))
        : settling.decided(Decision.KEEP_WATCHING, why, Progress.SETTLING_POLL.toSeconds());
  }

  /** Somebody's next deployment ends the watch; a return to the old version is no deployment. */
  private Release superseded(Release release, Routing promoted) {
    if (found.routing().version().equals(release.before().routing().version())) {
      throw new TargetMovedException(release.target(), promoted, found);
    }
    return finish(release, "superseded during the watch: now " + found.routing());
  }

  private Release finish(Release release, String why) {
    int steps = release.progress().steps().size();
    Duration took = Duration.between(release.preparedAt(), release.progress().since());
    String way =
        switch (steps) {
          case 0 -> "promoted at once";
          case 1 -> "1 step passed in " + Words.of(took);
          default -> steps + " steps passed in " + Words.of(took);
        };
    return release.decided(Decision.FINISH, way + "; " + why, 1);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
