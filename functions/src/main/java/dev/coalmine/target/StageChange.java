package dev.coalmine.target;

import java.util.Map;

/**
 * The change of a stage, as events and the outcome show it.
 *
 * @param restApi the API's id
 * @param stage the stage's name
 * @param deployment the canary's deployment, or empty
 * @param variables the canary's variables, or none
 * @param before deployment and variables that it served before
 * @param after what it serves after the promotion
 */
public record StageChange(
    String restApi,
    String stage,
    String deployment,
    Map<String, String> variables,
    String before,
    String after)
    implements TargetChange {
  @Override
  public String targetName() {
    return restApi + "/" + stage;
  }
}
