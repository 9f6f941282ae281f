import { CustomResource, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ICoalmine } from './coalmine';
import { ReleasePlan } from './release-plan';

/** CloudFormation waits an hour for a resource, of which Coalmine keeps ten minutes. */
const LONGEST = Duration.minutes(50);

/** A hook after the traffic may take this long. */
const POST_HOOK = Duration.minutes(15);

/** What happens at the end of the longest time if nothing was proven. */
export enum WhenInconclusive {
  /** The release rolls back, and the stack with it. */
  ROLL_BACK = 'rollBack',

  /** The canary is promoted, unproven. */
  PROMOTE = 'promote',
}

/** Requests that Coalmine itself sends to both versions, for functions with few callers. */
export interface ReleaseProbe {
  /** Events that are safe to repeat; Coalmine's parameter `ProbedFunctions` must permit the function. */
  readonly events: any[];

  /** Requests a minute to each version, from 1 to 60. */
  readonly perMinute: number;
}

/** What is released, and how. */
export interface CoalmineReleaseProps {
  /** The stack of Coalmine that runs the release. */
  readonly coalmine: ICoalmine;

  /**
   * The alias whose version is released. Its callers get the new version step by step; the alias itself
   * is updated when they all have it.
   */
  readonly alias: lambda.Alias;

  /**
   * How traffic is moved.
   *
   * @default ReleasePlan.paced()
   */
  readonly plan?: ReleasePlan;

  /**
   * Alarms that roll the release back, up to 100.
   *
   * @default - none; errors and latency are compared nevertheless
   */
  readonly alarms?: cloudwatch.IAlarm[];

  /**
   * Whether the canary's errors are compared with the baseline's.
   *
   * @default true
   */
  readonly compareErrors?: boolean;

  /**
   * Whether the canary's latency is compared with the baseline's.
   *
   * @default true
   */
  readonly compareLatency?: boolean;

  /**
   * A function that must pass before the canary gets a request. Coalmine's `hookFunctions` must permit it.
   *
   * @default - none
   */
  readonly preHook?: lambda.IFunction;

  /**
   * A function that must pass each time after the weight has changed.
   *
   * @default - none
   */
  readonly stepHook?: lambda.IFunction;

  /**
   * A function that must pass once the canary serves all requests.
   *
   * @default - none
   */
  readonly postHook?: lambda.IFunction;

  /**
   * The longest time below 100 %.
   *
   * @default Duration.minutes(40), or 30 with a postHook
   */
  readonly maxDuration?: Duration;

  /**
   * How long the gate stays on after the promotion.
   *
   * @default Duration.minutes(10), or 5 with a postHook
   */
  readonly watch?: Duration;

  /**
   * What happens if nothing was proven in that time.
   *
   * @default WhenInconclusive.ROLL_BACK
   */
  readonly whenInconclusive?: WhenInconclusive;

  /**
   * Requests that Coalmine sends to both versions.
   *
   * @default - none
   */
  readonly probe?: ReleaseProbe;
}

/**
 * A release of an alias' new version within the stack's update: the place of LambdaDeploymentGroup.
 * The alias waits for it. A bad canary fails the update, and CloudFormation rolls the stack back.
 */
export class CoalmineRelease extends Construct {
  /** The alias that is released. */
  public readonly alias: lambda.Alias;

  /** How the last release ended: PROMOTED, or UNCHANGED if there was nothing to release. */
  public readonly outcome: string;

  /** One sentence with the numbers that decided. */
  public readonly reason: string;

  private readonly props: CoalmineReleaseProps;
  private readonly alarms: cloudwatch.IAlarm[];
  private preHook?: lambda.IFunction;
  private stepHook?: lambda.IFunction;
  private postHook?: lambda.IFunction;

  constructor(scope: Construct, id: string, props: CoalmineReleaseProps) {
    super(scope, id);
    if (Stack.of(props.alias) !== Stack.of(this)) {
      throw new Error('the release must be in the stack of its alias, which waits for it');
    }
    this.props = props;
    this.alias = props.alias;
    this.alarms = [...(props.alarms ?? [])];
    this.preHook = props.preHook;
    this.stepHook = props.stepHook;
    this.postHook = props.postHook;
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: props.coalmine.releaseProviderArn,
      resourceType: 'Custom::CoalmineRelease',
      properties: {
        function: props.alias.lambda.functionName,
        alias: props.alias.aliasName,
        version: props.alias.version.version,
        // At the first deployment the alias is created after this resource.
        ifMissing: 'skip',
        plan: (props.plan ?? ReleasePlan.paced())._request,
        gate: Lazy.any({ produce: () => this.gate() }),
        hooks: Lazy.any({ produce: () => this.hooks() }),
        maxDuration: Lazy.string({ produce: () => this.maxDuration().toIsoString() }),
        watch: Lazy.string({ produce: () => this.watch().toIsoString() }),
        whenInconclusive: props.whenInconclusive,
        probe: props.probe,
      },
    });
    this.outcome = resource.getAttString('outcome');
    this.reason = resource.getAttString('reason');
    this.cfnAlias().node.addDependency(resource);
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** Adds an alarm that rolls the release back. */
  public addAlarm(alarm: cloudwatch.IAlarm): void {
    this.alarms.push(alarm);
  }

  /** Sets the function that must pass before the canary gets a request. */
  public addPreHook(preHook: lambda.IFunction): void {
    requireNone(this.preHook, 'preHook');
    this.preHook = preHook;
  }

  /** Sets the function that must pass each time after the weight has changed. */
  public addStepHook(stepHook: lambda.IFunction): void {
    requireNone(this.stepHook, 'stepHook');
    this.stepHook = stepHook;
  }

  /** Sets the function that must pass once the canary serves all requests. */
  public addPostHook(postHook: lambda.IFunction): void {
    requireNone(this.postHook, 'postHook');
    this.postHook = postHook;
  }

  private cfnAlias(): lambda.CfnAlias {
    return this.alias.node.defaultChild as lambda.CfnAlias;
  }

  private gate(): any {
    const metrics = { errors: this.props.compareErrors ?? true, latency: this.props.compareLatency ?? true };
    const alarms = this.alarms.map(alarm => alarm.alarmName);
    return alarms.length === 0 ? { metrics } : { alarms, metrics };
  }

  private hooks(): any {
    const hooks: { [name: string]: string } = {};
    for (const [name, hook] of [
      ['beforeTraffic', this.preHook],
      ['eachStep', this.stepHook],
      ['afterTraffic', this.postHook],
    ] as const) {
      if (hook) {
        hooks[name] = hook.functionName;
      }
    }
    return Object.keys(hooks).length === 0 ? undefined : hooks;
  }

  private maxDuration(): Duration {
    return this.props.maxDuration ?? Duration.minutes(this.postHook ? 30 : 40);
  }

  private watch(): Duration {
    return this.props.watch ?? Duration.minutes(this.postHook ? 5 : 10);
  }

  /** What CloudFormation or Coalmine would refuse later; all of it at once. */
  private faults(): string[] {
    return [...this.timeFaults(), ...this.aliasFaults(), ...this.probeFaults()];
  }

  private timeFaults(): string[] {
    const longest = this.postHook ? LONGEST.toMinutes() - POST_HOOK.toMinutes() : LONGEST.toMinutes();
    const max = seconds(this.maxDuration());
    const asked = max + seconds(this.watch());
    const steps = seconds((this.props.plan ?? ReleasePlan.paced())._shortest);
    const faults: string[] = [];
    if (asked > longest * 60) {
      faults.push(
        `maxDuration and watch take up to ${asked / 60} min, but CloudFormation waits an hour, which leaves ${longest} min` +
          `${this.postHook ? ' beside a postHook' : ''}: use shorter ones`,
      );
    }
    if (steps > max) {
      faults.push(`the plan's steps take ${steps / 60} min, longer than maxDuration, ${max / 60} min: use a shorter plan`);
    }
    return faults;
  }

  private aliasFaults(): string[] {
    const faults: string[] = [];
    if (this.cfnAlias().cfnOptions.updatePolicy?.codeDeployLambdaAliasUpdate) {
      faults.push('the alias has a LambdaDeploymentGroup as well, and CodeDeploy would move it, too: remove that');
    }
    if (this.cfnAlias().routingConfig) {
      faults.push('the alias has additionalVersions, whose weights CloudFormation would write after the release: remove them');
    }
    if (this.alias.version.version === '$LATEST') {
      faults.push('the alias points to $LATEST, which is no published version: use currentVersion of the function');
    }
    if (this.alarms.length > 100) {
      faults.push(`a release can have 100 alarms, not ${this.alarms.length}: put some into a composite alarm`);
    }
    return faults;
  }

  private probeFaults(): string[] {
    const probe = this.props.probe;
    if (!probe || Token.isUnresolved(probe.perMinute)) {
      return [];
    }
    const faults: string[] = [];
    if (!Number.isInteger(probe.perMinute) || probe.perMinute < 1 || probe.perMinute > 60) {
      faults.push(`probe.perMinute must be a whole number from 1 to 60, not ${probe.perMinute}`);
    }
    if (probe.events.length < 1 || probe.events.length > 20) {
      faults.push(`probe.events must have 1 to 20 events, not ${probe.events.length}`);
    }
    return faults;
  }
}

function seconds(duration: Duration): number {
  return duration.isUnresolved() ? 0 : duration.toSeconds({ integral: false });
}

function requireNone(hook: lambda.IFunction | undefined, name: string): void {
  if (hook) {
    throw new Error(`the release has a ${name} already`);
  }
}
