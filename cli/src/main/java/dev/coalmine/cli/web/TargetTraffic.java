package dev.coalmine.cli.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The requests to one alias or stage, by version.
 *
 * @param name such as {@code orders:live}
 * @param kind {@code alias} or {@code stage}
 * @param release name of the execution that moves the target; empty if there is none
 * @param minute the last minute that CloudWatch shows; absent if there is none
 * @param shares the versions that get requests
 */
record TargetTraffic(
    String name, String kind, String release, Optional<Instant> minute, List<TrafficShare> shares) {

  /**
   * One version of a target.
   *
   * @param label such as {@code version 8}
   * @param role {@code baseline} or {@code canary} of a release; else empty
   * @param share its share of the requests now, in percent
   * @param requests in that minute, if known
   * @param errors in that minute, if known
   */
  record TrafficShare(
      String label, String role, double share, OptionalDouble requests, OptionalDouble errors) {
    Map<String, Object> toMap() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("label", label);
      tree.put("role", role);
      tree.put("share", Math.round(share * 10) / 10.0);
      requests.ifPresent(count -> tree.put("requests", Math.round(count)));
      errors.ifPresent(count -> tree.put("errors", Math.round(count)));
      return tree;
    }
  }

  boolean hasRelease() {
    return !release.isEmpty();
  }

  double requests() {
    return shares.stream().mapToDouble(way -> way.requests().orElse(0)).sum();
  }

  Map<String, Object> toMap() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("kind", kind);
    tree.put("release", release);
    minute.ifPresent(at -> tree.put("minute", at.getEpochSecond()));
    tree.put("ways", shares.stream().map(TrafficShare::toMap).toList());
    return tree;
  }
}
