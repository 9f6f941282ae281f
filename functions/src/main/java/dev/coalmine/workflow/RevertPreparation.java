package dev.coalmine.workflow;

import dev.coalmine.aws.ApiGateway;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseRollback;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.RevertRequest;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.FunctionVersion;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prepares the revert of a promoted release. It writes nothing. */
final class RevertPreparation {
  private static final String GONE = "no longer exists";

  private final Executions executions;
  private final Lambda lambda;
  private final ApiGateway apiGateway;

  RevertPreparation(Executions executions, Lambda lambda, ApiGateway apiGateway) {
    this.executions = executions;
    this.lambda = lambda;
    this.apiGateway = apiGateway;
  }

  /**
   * The release document of the revert, about to roll back.
   *
   * @throws RefusedException if the release was not promoted, a target is no longer as it left it,
   *     or the old version or deployment is gone
   */
  Release of(RevertRequest request, String execution, Instant startedAt, Instant now) {
    if (request.isForeign(execution)) {
      throw new RefusedException(
          "%s is no release of this state machine (%s)"
              .formatted(request.revert(), execution.substring(0, execution.lastIndexOf(':'))));
    }
    Release promoted = promoted(request.revert());
    if (ReleaseStart.movesNothing(promoted)) {
      throw new RefusedException(
          "there is nothing to revert: %s (%s)".formatted(promoted.reason(), request.revert()));
    }
    List<String> faults = new ArrayList<>();
    List<TargetProgress> restored = new ArrayList<>();
    promoted.targetProgress().forEach(part -> check(part, faults, restored));
    if (!faults.isEmpty()) {
      throw new RefusedException(faults);
    }
    return ReleaseRollback.revertOfRestored(
        ReleaseRollback.revert(promoted, execution, startedAt, request.toSteeringEntry(now), now),
        restored);
  }

  private Release promoted(String arn) {
    String status =
        executions
            .find(arn)
            .orElseThrow(() -> new RefusedException("execution %s does not exist".formatted(arn)))
            .status();
    if (status.equals("RUNNING")) {
      throw new RefusedException(arn + " is still running: roll it back instead");
    }
    return new HistoryTail(arn, executions.newestFirst(arn))
        .release()
        .filter(release -> status.equals("SUCCEEDED") && release.decision() == Decision.FINISH)
        .orElseThrow(() -> new RefusedException("%s was not promoted (%s)".formatted(arn, status)));
  }

  /** A target may be restored already: by a revert that came before, or by a person. */
  private void check(TargetProgress part, List<String> faults, List<TargetProgress> restored) {
    Optional<Snapshot> found = new Targets(lambda, apiGateway).find(part.target());
    if (found.filter(now -> isRestored(part, now)).isPresent()) {
      restored.add(part);
    } else if (found.isEmpty()) {
      faults.add("%s %s no longer exists".formatted(part.target().kindText(), part.target()));
    } else if (!found.get().routing().equals(part.currentRouting()) || found.get().isMarked()) {
      faults.add(
          "%s was moved after the release: the release left it at %s, now it is at %s%s; left unchanged"
              .formatted(
                  part.target(),
                  part.currentRouting(),
                  found.get().routing(),
                  found.get().markedBy().map(other -> ", released by " + other).orElse("")));
    } else {
      missing(part)
          .ifPresent(
              why ->
                  faults.add(
                      "%s cannot roll back to %s, which %s"
                          .formatted(part.target(), part.before().routing(), why)));
    }
  }

  private static boolean isRestored(TargetProgress part, Snapshot found) {
    return found.routing().equals(part.before().routing()) && !found.isMarked();
  }

  /** Why the old version or deployment can't serve again, for a sentence that begins with it. */
  private Optional<String> missing(TargetProgress part) {
    if (part.target() instanceof AliasTarget alias) {
      String version = ((AliasRouting) part.before().routing()).version();
      Optional<FunctionVersion> found = lambda.versions().find(alias.function(), version);
      return found.isPresent() ? found.get().unfitReason() : Optional.of(GONE);
    }
    String deployment = ((StageRouting) part.before().routing()).deployment();
    String api = ((StageTarget) part.target()).restApi();
    return apiGateway.apis().hasDeployment(api, deployment) ? Optional.empty() : Optional.of(GONE);
  }
}
