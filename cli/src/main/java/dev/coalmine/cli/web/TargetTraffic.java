package dev.coalmine.cli.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The requests of one alias or stage, and where they go.
 *
 * @param name such as {@code orders:live}
 * @param kind {@code alias} or {@code stage}
 * @param release name of the execution that moves it; empty if none does
 * @param minute the last one that CloudWatch shows; nothing where it shows none
 * @param shares whom the requests go to
 */
record TargetTraffic(
    String name, String kind, String release, Optional<Instant> minute, List<TrafficShare> shares) {

  /**
   * One of those who serve.
   *
   * @param label such as {@code version 8}
   * @param role {@code baseline} or {@code canary} of a release; else empty
   * @param share of the requests now, in percent
   * @param requests so many in that minute, if that is known
   * @param errors so many of them failed, if that is known
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
