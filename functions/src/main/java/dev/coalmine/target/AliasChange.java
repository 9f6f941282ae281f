package dev.coalmine.target;

/**
 * The change of an alias, as events and the outcome show it.
 *
 * @param function the function's name
 * @param alias the alias' name
 * @param version the canary
 * @param before the version that it served before
 * @param after the version that it serves after the promotion
 */
public record AliasChange(
    String function, String alias, String version, String before, String after)
    implements TargetChange {
  @Override
  public String targetName() {
    return function + ":" + alias;
  }
}
