package dev.coalmine.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks of an alias before a release writes to it.
 *
 * @param target the alias; its version is empty if the function has no version to release
 * @param functionExists whether the function exists
 * @param alias as it was read; empty if it does not exist
 * @param canary the target's version; empty if it does not exist
 * @param baseline the version that the alias serves; empty if it is $LATEST
 * @param holder the execution that releases the alias now, if this release may wait for it
 */
public record AliasPreflight(
    AliasTarget target,
    boolean functionExists,
    Optional<Snapshot> alias,
    Optional<FunctionVersion> canary,
    Optional<FunctionVersion> baseline,
    Optional<String> holder) {

  /** All faults, all that the release has to wait for, or that it has nothing to do. */
  public Preflight check() {
    if (!functionExists) {
      return new Preflight(
          List.of("function %s does not exist".formatted(target.function())), List.of());
    }
    if (isServed()) {
      return Preflight.served(target);
    }
    List<String> faults = new ArrayList<>();
    List<String> waits = new ArrayList<>();
    alias.ifPresentOrElse(
        found -> routing((AliasRouting) found.routing(), faults, waits),
        () ->
            faults.add(
                "alias %s of function %s does not exist"
                    .formatted(target.alias(), target.function())));
    version(faults, waits);
    return new Preflight(faults, waits);
  }

  /** Whether the version has all requests already, and no other release has the alias. */
  private boolean isServed() {
    return holder.isEmpty()
        && alias
            .filter(found -> found.routing().equals(AliasRouting.allTo(target.version())))
            .isPresent();
  }

  private void routing(AliasRouting routing, List<String> faults, List<String> waits) {
    Provisioning provisioning = alias.orElseThrow().provisioning();
    if (provisioning.isFailed()) {
      faults.add(
          provisioning.toSentence(target, routing)
              + " and keeps to it until the weights are cleared: "
              + keepText(routing));
    } else if (provisioning.exists()) {
      waits.add(provisioning.toSentence(target, routing));
    } else if (holder.isPresent()) {
      waits.add("%s is being released by %s".formatted(target, holder.get()));
    } else if (routing.isDiverted()) {
      faults.add(
          "alias %s is busy: it sends all requests to version %s, not to its version %s, and has no provisioned concurrency that explains it: %s"
              .formatted(target, routing.serving(), routing.version(), keepText(routing)));
    } else if (routing.isSplit()) {
      faults.add(
          "alias %s is already split (%s): finish or remove that split first%s"
              .formatted(
                  target, routing, routing.isServingAlone() ? ", with " + clearCommand("") : ""));
    }
    if (!AliasRouting.isNumber(routing.version())) {
      faults.add(
          "alias %s points to %s, which AWS cannot split: point it to a version with a number first"
              .formatted(target, routing.version()));
    }
  }

  private String keepText(AliasRouting routing) {
    return "to keep version %s, run %s"
        .formatted(routing.serving(), clearCommand(" --function-version " + routing.serving()));
  }

  /** For version 1 and version 2 of the AWS CLI (Lambda developer guide, weighted aliases). */
  private String clearCommand(String more) {
    return "aws lambda update-alias --function-name %s --name %s%s --routing-config AdditionalVersionWeights={}"
        .formatted(target.function(), target.alias(), more);
  }

  private void version(List<String> faults, List<String> waits) {
    if (target.version().isEmpty()) {
      faults.add("function %s has no published version".formatted(target.function()));
    } else if (canary.isEmpty()) {
      faults.add(
          "version %s of function %s does not exist"
              .formatted(target.version(), target.function()));
    } else {
      state(canary.get(), faults, waits);
      baseline.ifPresent(version -> checkSplittable(canary.get(), version, faults));
    }
  }

  private void state(FunctionVersion canary, List<String> faults, List<String> waits) {
    if (canary.isPending()) {
      waits.add(
          "version %s of %s is %s"
              .formatted(target.version(), target.function(), canary.stateText()));
    } else {
      canary
          .unfitReason()
          .ifPresent(
              why ->
                  faults.add(
                      "version %s of function %s %s"
                          .formatted(target.version(), target.function(), why)));
    }
  }

  /** AWS splits an alias only between versions with the same role and dead-letter target. */
  private void checkSplittable(
      FunctionVersion canary, FunctionVersion baseline, List<String> faults) {
    if (!canary.role().equals(baseline.role())) {
      faults.add(
          "version %s has role %s, but the version that alias %s serves has role %s: AWS splits only between versions with the same role"
              .formatted(target.version(), canary.role(), target, baseline.role()));
    }
    if (!canary.deadLetterArn().equals(baseline.deadLetterArn())) {
      faults.add(
          "version %s and the version that alias %s serves have different dead-letter targets (\"%s\", \"%s\"): AWS splits only between versions with the same dead-letter target"
              .formatted(
                  target.version(), target, canary.deadLetterArn(), baseline.deadLetterArn()));
    }
  }
}
