package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireRequest;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records the operations of each caller: the actions that the caller's IAM policy must allow.
 * Callers after the first 1,000 are not recorded.
 */
final class PermissionLog {
  private static final int MOST_CALLERS = 1_000;

  private final Map<String, Set<String>> operationsByCaller = new TreeMap<>();

  synchronized void record(WireRequest request, String operation) {
    String caller = request.applicationId();
    if (operationsByCaller.size() < MOST_CALLERS || operationsByCaller.containsKey(caller)) {
      operationsByCaller.computeIfAbsent(caller, name -> new TreeSet<>()).add(operation);
    }
  }

  synchronized Map<String, Set<String>> permissionsByCaller() {
    Map<String, Set<String>> copy = new TreeMap<>();
    operationsByCaller.forEach((caller, operations) -> copy.put(caller, new TreeSet<>(operations)));
    return Collections.unmodifiableMap(copy);
  }
}
