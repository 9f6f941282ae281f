import { Duration } from 'aws-cdk-lib';

/** One step of a plan. */
export interface ReleaseStep {
  /** The canary's share of the requests, a whole percent from 1 to 99. */
  readonly weight: number;

  /** How long the canary keeps it at least. */
  readonly bake: Duration;
}

/** How a release moves traffic to the new version. */
export class ReleasePlan {
  /** Evidence sets the pace: the weight rises as the canary proves itself. */
  public static paced(): ReleasePlan {
    return new ReleasePlan('paced', Duration.minutes(0));
  }

  /** Like paced, but surer and slower. */
  public static thorough(): ReleasePlan {
    return new ReleasePlan('thorough', Duration.minutes(0));
  }

  /** All requests at once; the gate then watches. */
  public static allAtOnce(): ReleasePlan {
    return new ReleasePlan('AllAtOnce', Duration.minutes(0));
  }

  /** A part of the requests, and all of them after some time. */
  public static canary(weight: number, bake: Duration): ReleasePlan {
    return ReleasePlan.steps([{ weight, bake }]);
  }

  /** Equal steps: `LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE` is `linear(10, Duration.minutes(1))`. */
  public static linear(weight: number, every: Duration): ReleasePlan {
    const steps: ReleaseStep[] = [];
    for (let next = weight; weight >= 1 && next < 100; next += weight) {
      steps.push({ weight: next, bake: every });
    }
    return ReleasePlan.steps(steps);
  }

  /** Steps of your own, with rising weights. */
  public static steps(steps: ReleaseStep[]): ReleasePlan {
    if (steps.length === 0) {
      throw new Error('a plan must have at least one step; allAtOnce() has none');
    }
    steps.forEach((step, i) => {
      if (!Number.isInteger(step.weight) || step.weight < 1 || step.weight > 99) {
        throw new Error(`step ${i + 1} of ${steps.length}: weight must be a whole percent from 1 to 99, not ${step.weight}`);
      }
      if (i > 0 && step.weight <= steps[i - 1].weight) {
        throw new Error(`step ${i + 1} of ${steps.length}: weight ${step.weight} must be above the step before it (${steps[i - 1].weight})`);
      }
    });
    const shortest = steps.reduce((sum, step) => sum.plus(step.bake), Duration.seconds(0));
    const wire = steps.map(step => ({ weight: step.weight, bake: step.bake.toIsoString() }));
    return new ReleasePlan({ steps: wire }, shortest);
  }

  private constructor(
    /** The field `plan` of a release request. @internal */
    public readonly _request: any,
    /** The time that all steps take at least. @internal */
    public readonly _shortest: Duration,
  ) {}
}
