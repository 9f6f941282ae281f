package dev.coalmine.handler;

import dev.coalmine.aws.Alarms;
import dev.coalmine.aws.Aliases;
import dev.coalmine.aws.Versions;
import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.Request;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.Routing;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.Target;
import dev.coalmine.release.WatchedAlarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * What Prepare found when it looked at the target of a request: its faults, all of them, what it
 * must wait for, and the target as it stands.
 */
final class Preparation {
  private final Request request;
  private final List<String> faults;
  private final List<String> waits = new ArrayList<>();
  private final String version;
  private Optional<Snapshot> before = Optional.empty();
  private List<WatchedAlarm> watched = List.of();

  private Preparation(RequestReader.Asked asked, String version) {
    this.request = asked.request();
    this.faults = new ArrayList<>(asked.faults());
    this.version = version;
  }

  /**
   * Looks at everything that the request names.
   *
   * @param settled the version of an earlier look, or empty
   */
  static Preparation of(
      RequestReader.Asked asked,
      String settled,
      Aliases aliases,
      Versions versions,
      Alarms alarms) {
    String function = asked.request().function();
    if (function.isEmpty()) {
      throw new RefusedException(asked.faults());
    }
    String version = settled;
    boolean exists = versions.functionExists(function);
    if (exists && version.isEmpty()) {
      version = asked.request().version().or(() -> versions.newest(function)).orElse("");
    }
    Preparation preparation = new Preparation(asked, version);
    preparation.alarms(alarms);
    if (exists) {
      preparation.alias(aliases);
      preparation.version(versions);
    } else {
      preparation.faults.add("function %s does not exist".formatted(function));
    }
    return preparation;
  }

  List<String> faults() {
    return faults;
  }

  List<String> waits() {
    return waits;
  }

  String version() {
    return version;
  }

  Request request() {
    return request;
  }

  Target target() {
    return new Target(request.function(), request.alias(), version);
  }

  Snapshot before() {
    return before.orElseThrow();
  }

  List<WatchedAlarm> watched() {
    return watched;
  }

  private void alarms(Alarms alarms) {
    List<AlarmReading> readings = alarms.read(request.alarms());
    for (AlarmReading reading : readings) {
      if (reading.state() == AlarmState.MISSING) {
        faults.add("alarm %s does not exist; names are case-sensitive".formatted(reading.name()));
      }
    }
    watched = readings.stream().map(WatchedAlarm::startingAt).toList();
  }

  private void alias(Aliases aliases) {
    try {
      before = Optional.of(aliases.read(target()));
      routing(before().routing());
    } catch (ResourceNotFoundException none) {
      faults.add(
          "alias %s of function %s does not exist".formatted(request.alias(), request.function()));
    }
  }

  private void routing(Routing routing) {
    if (routing.isSettlingOn(Routing.all(routing.version()))) {
      waits.add(
          "provisioned concurrency of %s is not ready: AWS still shows %s"
              .formatted(target(), routing));
    } else if (routing.isSplit()) {
      faults.add(
          "alias %s is already split (%s): finish or undo that first".formatted(target(), routing));
    }
    if (routing.version().equals("$LATEST")) {
      faults.add(
          "alias %s points to $LATEST, which AWS can't split: point it to a published version first"
              .formatted(target()));
    }
    if (routing.version().equals(version)) {
      faults.add("alias %s is already at version %s".formatted(target(), version));
    }
  }

  private void version(Versions versions) {
    if (version.isEmpty()) {
      if (request.version().isEmpty()) {
        faults.add("function %s has no published version".formatted(request.function()));
      }
      return;
    }
    Optional<Versions.Version> canary = versions.find(request.function(), version);
    if (canary.isEmpty()) {
      faults.add("version %s of function %s does not exist".formatted(version, request.function()));
      return;
    }
    state(canary.get());
    before
        .map(found -> found.routing().version())
        .filter(baseline -> !baseline.equals("$LATEST") && !baseline.equals(version))
        .flatMap(baseline -> versions.find(request.function(), baseline))
        .ifPresent(baseline -> alike(canary.get(), baseline));
  }

  private void state(Versions.Version canary) {
    String says =
        canary.why().isEmpty() ? canary.state() : canary.state() + " (" + canary.why() + ")";
    if (canary.isPending()) {
      waits.add("version %s of %s is %s".formatted(version, request.function(), says));
    } else if (!canary.isActive()) {
      faults.add(
          "version %s of function %s is %s, so it can't take traffic%s"
              .formatted(
                  version,
                  request.function(),
                  says,
                  canary.isIdle() ? ": invoke it once, which wakes it, and start again" : ""));
    }
  }

  /** AWS splits an alias only between versions with the same role and dead-letter target. */
  private void alike(Versions.Version canary, Versions.Version baseline) {
    if (!canary.role().equals(baseline.role())) {
      faults.add(
          "version %s runs as %s and the one it would share alias %s with as %s: AWS splits only between versions of one role"
              .formatted(version, canary.role(), target(), baseline.role()));
    }
    if (!canary.deadLetters().equals(baseline.deadLetters())) {
      faults.add(
          "version %s and the one it would share alias %s with have different dead-letter targets (\"%s\", \"%s\"): AWS splits only between versions of one"
              .formatted(version, target(), canary.deadLetters(), baseline.deadLetters()));
    }
  }
}
