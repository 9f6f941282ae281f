package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who called which operations: what an IAM policy for each caller would have to allow. */
public final class PermissionLog {
  // Every AWS SDK puts its application id there; the SDK for Java takes it from sdk.ua.appId.
  private static final String APP = "app/";

  private final Map<String, Set<String>> seen = new TreeMap<>();

  public synchronized void record(WireRequest request, String operation) {
    seen.computeIfAbsent(applicationId(request.header("user-agent")), name -> new TreeSet<>())
        .add(operation);
  }

  /** What follows the first word's {@code app/}, if there is such a word. */
  public static String applicationId(String agent) {
    for (int at = agent.indexOf(APP); at >= 0; at = agent.indexOf(APP, at + 1)) {
      int end = agent.indexOf(' ', at);
      String id = agent.substring(at + APP.length(), end < 0 ? agent.length() : end);
      if (!id.isEmpty() && (at == 0 || agent.charAt(at - 1) == ' ')) {
        return id;
      }
    }
    return "";
  }

  public synchronized Map<String, Set<String>> permissionsByCaller() {
    Map<String, Set<String>> copy = new TreeMap<>();
    seen.forEach((caller, operations) -> copy.put(caller, new TreeSet<>(operations)));
    return Collections.unmodifiableMap(copy);
  }
}
