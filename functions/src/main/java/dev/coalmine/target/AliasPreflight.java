package dev.coalmine.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An alias of a request as it was found.
 *
 * @param target the alias; its version is empty when the function has none to release
 * @param functionExists whether there is such a function at all
 * @param alias as it stands, unless there is none
 * @param canary the target's version, unless there is none
 * @param baseline the version that the alias serves, where it is a published one
 * @param holder the execution that releases it already, if this one may wait for its end
 */
public record AliasPreflight(
    AliasTarget target,
    boolean functionExists,
    Optional<Snapshot> alias,
    Optional<FunctionVersion> canary,
    Optional<FunctionVersion> baseline,
    Optional<String> holder) {

  /** All that is wrong with it. */
  public Preflight check() {
    if (!functionExists) {
      return new Preflight(
          List.of("function %s does not exist".formatted(target.function())), List.of());
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

  private void routing(AliasRouting routing, List<String> faults, List<String> waits) {
    if (routing.isSettlingOn(AliasRouting.allTo(routing.version()))) {
      waits.add(
          "provisioned concurrency of %s is not ready: AWS still reports %s"
              .formatted(target, routing));
    } else if (holder.isPresent()) {
      waits.add("%s is being released by %s".formatted(target, holder.get()));
    } else if (routing.isSplit()) {
      faults.add(
          "alias %s is already split (%s): finish or remove that split first"
              .formatted(target, routing));
    }
    if (routing.version().equals("$LATEST")) {
      faults.add(
          "alias %s points to $LATEST, which AWS cannot split: point it to a published version first"
              .formatted(target));
    }
    if (routing.version().equals(target.version())) {
      faults.add("alias %s is already at version %s".formatted(target, target.version()));
    }
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
