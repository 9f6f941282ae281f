package dev.coalmine.release;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who gets what share of an alias' requests.
 *
 * @param version the primary version, which gets what the others leave
 * @param others percent of the requests by version, beside the primary; AWS allows at most one
 *     entry
 */
public record Routing(String version, Map<String, BigDecimal> others) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public Routing {
    Map<String, BigDecimal> plain = new TreeMap<>();
    others.forEach((name, percent) -> plain.put(name, percent.stripTrailingZeros()));
    others = Map.copyOf(plain);
  }

  /** Everything goes to one version. */
  public static Routing all(String version) {
    return new Routing(version, Map.of());
  }

  /** This primary version, with the canary at a weight beside it. */
  public Routing with(String canary, Weight weight) {
    return new Routing(version, Map.of(canary, BigDecimal.valueOf(weight.percent())));
  }

  /** Whether more than one version is named. */
  public boolean isSplit() {
    return !others.isEmpty();
  }

  /**
   * Whether this is what AWS itself shows on an alias with provisioned concurrency after its
   * version was changed to the wanted one: the new primary, and all requests still sent to another
   * version until the concurrency is ready. Seen by users of Terraform (provider issue 48116).
   */
  public boolean isSettlingOn(Routing wanted) {
    return !wanted.isSplit()
        && version.equals(wanted.version)
        && others.size() == 1
        && others.values().iterator().next().compareTo(HUNDRED) == 0;
  }

  @Override
  public String toString() {
    return "version "
        + version
        + others.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(other -> other.getKey() + " at " + other.getValue().toPlainString() + " %")
            .collect(Collectors.joining(" and ", isSplit() ? " with " : "", ""));
  }
}
