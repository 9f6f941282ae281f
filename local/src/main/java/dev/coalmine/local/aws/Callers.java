package dev.coalmine.local.aws;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who called which operations: what an IAM policy for each caller would have to allow. */
final class Callers {
  // Every AWS SDK puts its application id there; the SDK for Java takes it from sdk.ua.appId.
  private static final String APP = "app/";

  private final Map<String, Set<String>> seen = new TreeMap<>();

  synchronized void note(WireRequest request, String operation) {
    seen.computeIfAbsent(caller(request.header("user-agent")), name -> new TreeSet<>())
        .add(operation);
  }

  /** What follows the first word's {@code app/}, if there is such a word. */
  static String caller(String agent) {
    for (int at = agent.indexOf(APP); at >= 0; at = agent.indexOf(APP, at + 1)) {
      int end = agent.indexOf(' ', at);
      String id = agent.substring(at + APP.length(), end < 0 ? agent.length() : end);
      if (!id.isEmpty() && (at == 0 || agent.charAt(at - 1) == ' ')) {
        return id;
      }
    }
    return "";
  }

  synchronized Map<String, Set<String>> seen() {
    Map<String, Set<String>> copy = new TreeMap<>();
    seen.forEach((caller, operations) -> copy.put(caller, new TreeSet<>(operations)));
    return Collections.unmodifiableMap(copy);
  }
}
