package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireRequest;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who called which operations: what an IAM policy for each caller would have to allow. */
final class PermissionLog {
  private final Map<String, Set<String>> operationsByCaller = new TreeMap<>();

  synchronized void record(WireRequest request, String operation) {
    operationsByCaller
        .computeIfAbsent(request.applicationId(), name -> new TreeSet<>())
        .add(operation);
  }

  synchronized Map<String, Set<String>> permissionsByCaller() {
    Map<String, Set<String>> copy = new TreeMap<>();
    operationsByCaller.forEach((caller, operations) -> copy.put(caller, new TreeSet<>(operations)));
    return Collections.unmodifiableMap(copy);
  }
}
