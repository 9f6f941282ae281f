package dev.coalmine.cli.bench;

import dev.coalmine.judge.JudgeProfile;

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

  /** A new instance of the rule, for one release. */
  RolloutRule newRule() {
    return switch (this) {
      case CODE_DEPLOY_5 -> new CodeDeployRule(5, 1, 1);
      case CODE_DEPLOY_30 -> new CodeDeployRule(30, 2, 3);
      case FLAGGER -> new FlaggerRule();
      case ARGO -> new ArgoRolloutsRule();
      case KAYENTA -> new KayentaRule();
      case PACED -> new CoalmineRule(JudgeProfile.PACED);
      case THOROUGH -> new CoalmineRule(JudgeProfile.THOROUGH);
    };
  }
}
