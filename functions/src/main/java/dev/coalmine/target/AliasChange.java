package dev.coalmine.target;

/**
 * An alias in the outcome.
 *
 * @param function the function's name
 * @param alias the alias' name
 * @param version the canary
 * @param before the version it served
 * @param after the version it serves when promoted
 */
public record AliasChange(
    String function, String alias, String version, String before, String after)
    implements TargetChange {
  @Override
  public String targetName() {
    return function + ":" + alias;
  }
}
