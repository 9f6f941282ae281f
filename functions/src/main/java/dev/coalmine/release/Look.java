package dev.coalmine.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One look at a running release: all that was found, at one moment. It decides what comes next.
 *
 * @param now the moment
 * @param found the targets, in the release's order
 * @param alarms the gate's alarms, one reading for each that the release watches, in that order
 * @param metrics what the metrics say of each target; none for a release that is not judged by them
 */
public record Look(
    Instant now, List<Snapshot> found, List<AlarmReading> alarms, List<MetricReading> metrics) {

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
      case CLAIMING, GOING_BACK ->
          throw new IllegalStateException("a release that moves nothing forward is not judged");
    };
  }

  private Release bake(Release release) {
    standing(release).forEach(part -> part.move().mustBeOurs(part.found()));
    Release seen = judge(release.seen(found));
    if (seen.judgement().verdict() == Verdict.FAIL) {
      return seen.rollingBack(seen.judgement().cause(), reason(seen));
    }
    if (seen.people().isWaiting()) {
      return waitForPeople(seen);
    }
    if (seen.progress().hook().isPending()) {
      return callAgain(seen);
    }
    Instant deadline = release.deadline();
    if (release.plan().isPaced()) {
      return pace(seen, deadline);
    }
    Instant baked = release.progress().since().plus(release.step().bake());
    boolean passes = seen.judgement().verdict() == Verdict.PASS;
    if (passes && !now.isBefore(baked)) {
      String why = "step at %s passed: %s".formatted(seen.weight(), reason(seen));
      return seen.goOnTo(seen.nextStep(), reason(seen), why, now);
    }
    if (passes || now.isBefore(deadline)) {
      return keepBaking(seen, now.isBefore(baked) ? baked : deadline);
    }
    return outOfTime(seen);
  }

  /** The evidence sets the weight, unless an alarm can't be read: then nothing rises. */
  private Release pace(Release seen, Instant deadline) {
    Weight next = MetricReadings.of(seen, metrics).next();
    boolean blind = seen.judgement().blind();
    if (!blind && next.compareTo(seen.weight()) > 0) {
      return seen.goOnTo(next, reason(seen), reason(seen), now);
    }
    return now.isBefore(deadline) ? keepBaking(seen, deadline) : outOfTime(seen);
  }

  private Release waitForPeople(Release seen) {
    String words = seen.people().words();
    return seen.isWaitOver(now)
        ? seen.goingOn(now)
            .rollingBack(
                Cause.UNANSWERED,
                "%s, and nobody answered within %s: %s"
                    .formatted(words, Words.of(seen.terms().approval().timeout()), reason(seen)))
        : seen.waiting(words + ": " + reason(seen), now);
  }

  /** The look came between, and found nothing wrong; the hook's token was used up for it. */
  private Release callAgain(Release seen) {
    return seen.calling(seen.progress().hook().name(), reason(seen), now);
  }

  private Release keepBaking(Release seen, Instant until) {
    return seen.decided(Decision.KEEP_BAKING, reason(seen), seen.until(until, now));
  }

  private Release watch(Release promoted) {
    Release release = promoted.seen(found);
    List<Standing> settling = standing(release).stream().filter(Standing::isSettling).toList();
    List<Standing> moved = standing(release).stream().filter(Standing::isMoved).toList();
    if (!moved.isEmpty()) {
      return superseded(release, moved);
    }
    if (!settling.isEmpty()) {
      // The metrics wait until the requests are where they belong; an alarm does not.
      Release alarmed = judge(release, List.of());
      if (alarmed.judgement().verdict() == Verdict.FAIL) {
        return alarmed.rollingBack(alarmed.judgement().cause(), reason(alarmed));
      }
      return alarmed.progress().hook().isPending()
          ? callAgain(alarmed)
          : settling(alarmed, settling);
    }
    Release seen = judge(release).in(Progress.Phase.WATCHING, now);
    if (seen.judgement().verdict() == Verdict.FAIL) {
      return seen.rollingBack(seen.judgement().cause(), reason(seen));
    }
    if (seen.progress().hook().isPending()) {
      return callAgain(seen);
    }
    if (seen.plan().isPaced()) {
      Weight next = MetricReadings.of(seen, metrics).next();
      if (next.compareTo(seen.weight()) < 0) {
        return pass(seen).goTo(next, reason(seen));
      }
    }
    return watched(seen);
  }

  /** A part, what it must be at, and what it was found at. */
  private record Standing(Part part, Move move, Snapshot found) {
    boolean isSettling() {
      return found.routing().isSettlingOn(part.written());
    }

    boolean isMoved() {
      return (!found.routing().equals(part.written()) && !isSettling()) || move.isAnothers(found);
    }
  }

  private List<Standing> standing(Release release) {
    List<Move> moves = release.standing();
    return IntStream.range(0, found.size())
        .mapToObj(i -> new Standing(release.parts().get(i), moves.get(i), found.get(i)))
        .toList();
  }

  /** What could not be read at the end of the watch is waited for, but not for ever. */
  private Release watched(Release seen) {
    Duration watch = seen.terms().watch();
    Instant end = seen.progress().since().plus(watch);
    if (now.isBefore(end)) {
      return seen.decided(Decision.KEEP_WATCHING, reason(seen), seen.until(end, now));
    }
    if (seen.judgement().blind() && now.isBefore(end.plus(Progress.SETTLING_LIMIT))) {
      return seen.decided(
          Decision.KEEP_WATCHING, reason(seen), seen.until(end.plus(Progress.SETTLING_LIMIT), now));
    }
    boolean proven = seen.judgement().verdict() == Verdict.PASS;
    return seen.finished(
        "watched for %s%s: %s"
            .formatted(Words.of(watch), proven ? "" : ", unproven", reason(seen)));
  }

  /** The release with what this look says of it, and all that is to be remembered. */
  private Release judge(Release release) {
    return judge(release, metrics);
  }

  private Release judge(Release release, List<MetricReading> metrics) {
    List<Opinion> opinions = new ArrayList<>();
    List<WatchedAlarm> remembered = new ArrayList<>();
    MetricReadings readings = MetricReadings.of(release, metrics);
    readings.opinion().ifPresent(opinions::add);
    List<WatchedAlarm> watched = release.progress().alarms();
    for (int i = 0; i < watched.size(); i++) {
      WatchedAlarm.Looked looked = watched.get(i).look(alarms.get(i));
      opinions.add(looked.opinion());
      remembered.add(looked.next());
    }
    return release
        .with(release.progress().remembering(remembered))
        .remembering(readings.trials())
        .judged(Judgement.of(opinions).on(metrics, alarms));
  }

  private Release pass(Release seen) {
    return seen.passed(reason(seen), now);
  }

  private static String reason(Release seen) {
    return seen.judgement().reason();
  }

  private Release outOfTime(Release seen) {
    Terms terms = seen.terms();
    String why =
        "not proven within maxDuration %s: %s"
            .formatted(Words.of(terms.maxDuration()), reason(seen));
    return switch (terms.whenInconclusive()) {
      case PROMOTE ->
          seen.goOnTo(Weight.ALL, reason(seen), why + "; promoted as whenInconclusive says", now);
      case ROLL_BACK -> seen.rollingBack(Cause.TIME, why);
      case ASK -> seen.asking(People.For.VERDICT, Weight.ALL, why, now);
    };
  }

  private Release settling(Release release, List<Standing> busy) {
    Release settling = release.in(Progress.Phase.SETTLING, now);
    String why =
        busy.stream()
            .map(
                part ->
                    "provisioned concurrency of %s is not ready: AWS still shows %s"
                        .formatted(part.part().target(), part.found().routing()))
            .collect(Collectors.joining("; "));
    Release judged =
        settling.judged(new Judgement(Verdict.INCONCLUSIVE, why).on(List.of(), alarms));
    return settling.progress().isOverdue(now)
        ? judged.rollingBack(Cause.FAULT, why + " after " + Words.of(Progress.SETTLING_LIMIT))
        : judged.decided(Decision.KEEP_WATCHING, why, Progress.SETTLING_POLL.toSeconds());
  }

  /** Somebody's next deployment ends the watch; a return to what was before is no deployment. */
  private Release superseded(Release release, List<Standing> moved) {
    for (Standing one : moved) {
      if (one.found().routing().servesAs(one.part().before().routing())) {
        throw new TargetMovedException(one.part().target(), one.part().written(), one.found());
      }
    }
    return release
        .judged(release.judgement().on(List.of(), alarms)) // what was new to the look before is old
        .finished(
            "superseded during the watch: "
                + moved.stream().map(one -> now(release, one)).collect(Collectors.joining("; ")));
  }

  private static String now(Release release, Standing one) {
    return (release.parts().size() > 1 ? one.part().target() + " is " : "")
        + "now "
        + one.found().routing()
        + (one.found().isMarked() ? ", described as \"" + one.found().description() + "\"" : "");
  }
}
