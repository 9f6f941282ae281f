package dev.coalmine.target;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An alias of a function, and the version to release on it.
 *
 * @param function name or unqualified ARN, as the request gave it
 * @param alias the alias' name
 * @param version the canary: a published version's number; empty if the release is to choose the
 *     newest
 */
public record AliasTarget(String function, String alias, String version) implements Target {
  private static final Pattern ARN =
      Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:([A-Za-z0-9_-]{1,64})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Whether AWS accepts this as the name or unqualified ARN of a function. */
  public static boolean isFunctionNameOrArn(String text) {
    return NAME.matcher(text).matches() || ARN.matcher(text).matches();
  }

  /** The function's name without the rest of an ARN. */
  public String functionName() {
    Matcher arn = ARN.matcher(function);
    return arn.matches() ? arn.group(1) : function;
  }

  /** The same alias with this version. */
  public AliasTarget withVersion(String version) {
    return new AliasTarget(function, alias, version);
  }

  @Override
  public AliasRouting promotedRouting(Routing before) {
    return AliasRouting.allTo(version);
  }

  @Override
  public AliasRouting splitRouting(Routing before, Weight weight) {
    return ((AliasRouting) before).withCanary(version, weight);
  }

  @Override
  public Weight weightIn(Routing standing) {
    AliasRouting routing = (AliasRouting) standing;
    return routing.version().equals(version)
        ? Weight.ALL
        : new Weight(routing.otherWeights().getOrDefault(version, BigDecimal.ZERO).intValue());
  }

  @Override
  public String canaryText() {
    return version;
  }

  @Override
  public String wantedText() {
    return "version " + version;
  }

  @Override
  public String defaultReleaseId() {
    return functionName() + "-" + version;
  }

  @Override
  public boolean isWrittenConditionally() {
    return true;
  }

  @Override
  public String kindText() {
    return "alias";
  }

  @Override
  public TargetChange toChange(Routing before) {
    return new AliasChange(
        functionName(), alias, version, ((AliasRouting) before).version(), version);
  }

  /** The name of the alias for people and in CloudWatch: {@code orders:live}. */
  @Override
  public String toString() {
    return functionName() + ":" + alias;
  }
}
