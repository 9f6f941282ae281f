package dev.coalmine.local.bench;

import dev.coalmine.judge.Profile;

/** A rule that takes part. */
enum Contender {
  CODE_DEPLOY_5("CodeDeploy 10%5m, 1-of-1 alarm"),
  CODE_DEPLOY_30("CodeDeploy 10%30m, 2-of-3 alarm"),
  FLAGGER("Flagger"),
  ARGO("Argo Rollouts"),
  KAYENTA("Kayenta"),
  PACED("Coalmine, paced"),
  THOROUGH("Coalmine, thorough");

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /** What people call it. */
  String label() {
    return label;
  }

  /** The rule, for one more release. */
  Rule rule() {
    return switch (this) {
      case CODE_DEPLOY_5 -> new CodeDeploy(5, 1, 1);
      case CODE_DEPLOY_30 -> new CodeDeploy(30, 2, 3);
      case FLAGGER -> new Flagger();
      case ARGO -> new ArgoRollouts();
      case KAYENTA -> new Kayenta();
      case PACED -> new Coalmine(Profile.PACED);
      case THOROUGH -> new Coalmine(Profile.THOROUGH);
    };
  }
}
