package dev.coalmine.target;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The routing of an alias: each version's share of its requests.
 *
 * @param version the primary version, which gets the rest of the requests
 * @param otherWeights percent of the requests by version, beside the primary; AWS allows at most
 *     one entry
 */
public record AliasRouting(String version, Map<String, BigDecimal> otherWeights)
    implements Routing {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public AliasRouting {
    Map<String, BigDecimal> plain = new TreeMap<>();
    otherWeights.forEach((name, percent) -> plain.put(name, percent.stripTrailingZeros()));
    otherWeights = Map.copyOf(plain);
  }

  /**
   * Whether a version has a number, so that an alias can be split with it. $LATEST has none, nor
   * has $LATEST.PUBLISHED of functions on managed instances.
   */
  public static boolean isNumber(String version) {
    return version.matches("[0-9]+");
  }

  /** One version gets all requests. */
  public static AliasRouting allTo(String version) {
    return new AliasRouting(version, Map.of());
  }

  /** This primary version, with the canary at a weight beside it. */
  public AliasRouting withCanary(String canary, Weight weight) {
    return new AliasRouting(version, Map.of(canary, BigDecimal.valueOf(weight.percent())));
  }

  @Override
  public boolean isSplit() {
    return !otherWeights.isEmpty();
  }

  @Override
  public String servingText() {
    return "version " + version;
  }

  @Override
  public boolean servesSameAs(Routing other) {
    return other instanceof AliasRouting alias && serving().equals(alias.serving());
  }

  /** The version that gets the requests, or those that a split leaves to the primary version. */
  public String serving() {
    return isDiverted() ? otherWeights.keySet().iterator().next() : version;
  }

  /** Whether another version than the primary one gets all requests. */
  public boolean isDiverted() {
    return otherWeights.size() == 1
        && otherWeights.values().iterator().next().compareTo(HUNDRED) == 0;
  }

  /** Whether the primary version gets all requests: another one has a weight of 0 at most. */
  public boolean isServingAlone() {
    return otherWeights.values().stream().allMatch(percent -> percent.signum() == 0);
  }

  /**
   * An alias with provisioned concurrency shows this after its version was changed: it has the new
   * primary, but AWS sends all requests to another version until the concurrency is ready. Seen by
   * users of Terraform (provider issue 48116).
   */
  @Override
  public boolean isSettlingOn(Routing wanted) {
    return isDiverted()
        && !wanted.isSplit()
        && wanted instanceof AliasRouting alias
        && version.equals(alias.version);
  }

  @Override
  public boolean hasPartOf(Routing other, Routing before) {
    return other instanceof AliasRouting next
        && before instanceof AliasRouting old
        && !next.version.equals(old.version)
        && !version.equals(old.version)
        && (version.equals(next.version) || otherWeights.containsKey(next.version));
  }

  /** An alias has nothing elsewhere. */
  @Override
  public boolean servesAllOf(Routing other, Routing before) {
    return equals(other);
  }

  /** One call writes the whole routing of an alias. */
  @Override
  public boolean isPartialWrite(Routing from, Routing to) {
    return false;
  }

  @Override
  public boolean isLateWrite(Routing before, Routing from, Routing to) {
    return false;
  }

  @Override
  public String toString() {
    return servingText()
        + otherWeights.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(other -> other.getKey() + " at " + other.getValue().toPlainString() + " %")
            .collect(Collectors.joining(" and ", isSplit() ? " with " : "", ""));
  }
}
