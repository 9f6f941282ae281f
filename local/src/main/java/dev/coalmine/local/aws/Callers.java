package dev.coalmine.local.aws;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who called which operations: what an IAM policy for each caller would have to allow. */
final class Callers {
  // Every AWS SDK puts its application id there; the SDK for Java takes it from sdk.ua.appId.
  private static final Pattern APP = Pattern.compile("(?:^|\\s)app/(\\S+)");

  private final Map<String, Set<String>> seen = new TreeMap<>();

  synchronized void note(WireRequest request, String operation) {
    Matcher app = APP.matcher(request.header("user-agent"));
    String caller = app.find() ? app.group(1) : "";
    seen.computeIfAbsent(caller, name -> new TreeSet<>()).add(operation);
  }

  synchronized Map<String, Set<String>> seen() {
    Map<String, Set<String>> copy = new TreeMap<>();
    seen.forEach((caller, operations) -> copy.put(caller, new TreeSet<>(operations)));
    return Collections.unmodifiableMap(copy);
  }
}
