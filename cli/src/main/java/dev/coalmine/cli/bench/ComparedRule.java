package dev.coalmine.cli.bench;

import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.RuntimeWarmUp;

/** The rules that are compared. */
enum ComparedRule {
  CODE_DEPLOY_5("CodeDeploy 10%5m, 1-of-1 alarm"),
  CODE_DEPLOY_30("CodeDeploy 10%30m, 2-of-3 alarm"),
  FLAGGER("Flagger"),
  ARGO("Argo Rollouts"),
  KAYENTA("Kayenta"),
  PACED("Coalmine, paced"),
  THOROUGH("Coalmine, thorough");

  private final String label;

  ComparedRule(String label) {
    this.label = label;
  }

  /** The name in tables. */
  String label() {
    return label;
  }

  /**
   * A new instance of the rule, for one release.
   *
   * @param warmUp of the runtime; only Coalmine asks for it
   */
  RolloutRule newRule(RuntimeWarmUp warmUp) {
    return switch (this) {
      case CODE_DEPLOY_5 -> new CodeDeployRule(5, 1, 1);
      case CODE_DEPLOY_30 -> new CodeDeployRule(30, 2, 3);
      case FLAGGER -> new FlaggerRule();
      case ARGO -> new ArgoRolloutsRule();
      case KAYENTA -> new KayentaRule();
      case PACED -> new CoalmineRule(JudgeProfile.PACED, warmUp);
      case THOROUGH -> new CoalmineRule(JudgeProfile.THOROUGH, warmUp);
    };
  }
}
