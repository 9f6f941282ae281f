import { readFileSync } from 'node:fs';
import { CfnOutput, CfnStack, Fn, Stack, Token } from 'aws-cdk-lib';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct, IConstruct } from 'constructs';

/** A stack of Coalmine that releases can be asked of. */
export interface ICoalmine extends IConstruct {
  /** The ServiceToken of releases in a stack: the function that receives CloudFormation's requests. */
  readonly releaseProviderArn: string;

  /** The ARN of the state machine; an execution of it with a release request is a release. */
  readonly workflowArn: string;

  /** The name of the function that an action of CodePipeline invokes. */
  readonly pipelineJobFunctionName: string;
}

/** What is installed, and what it may release. */
export interface CoalmineProps {
  /** The path of `coalmine-template.yaml`, which a release of Coalmine has. */
  readonly template: string;

  /** The path of `coalmine-functions.jar`, which the same release has. */
  readonly jar: string;

  /**
   * The ARNs of the functions that may be released, without version or alias; `*` stands for the rest
   * of a name.
   */
  readonly functions: string[];

  /**
   * The ARNs of the functions that may be hooks, without version or alias; a pattern begins with a part of
   * the name.
   *
   * @default - none
   */
  readonly hookFunctions?: string[];

  /**
   * The ARNs of the functions whose versions Coalmine may invoke with the events of a release's probe,
   * without version or alias; a pattern begins with a part of the name.
   *
   * @default - none
   */
  readonly probedFunctions?: string[];

  /**
   * The name by which other stacks find this installation: `NAME-ReleaseProviderArn` and the other exports,
   * `/coalmine/NAME/workflow-arn` and the other parameters of Systems Manager. Each installation of an
   * account and Region has another.
   *
   * @default 'coalmine'
   */
  readonly name?: string;

  /**
   * Values of the template's other parameters, by their names.
   *
   * @default - the template's defaults
   */
  readonly parameters?: { [name: string]: string };
}

/** What the construct itself gives the template, and the property that says it. */
const OWN_PARAMETERS: { [name: string]: string } = {
  CodeBucket: 'jar',
  CodeKey: 'jar',
  Functions: 'functions',
  HookFunctions: 'hookFunctions',
  ProbedFunctions: 'probedFunctions',
};

const FUNCTION = /^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_*-]+$/;
const NAMED_FUNCTION = /^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-][A-Za-z0-9_*-]*$/;

/** The queue STACK-alarms.fifo has the longest of the names that Coalmine's stack makes of its own. */
const LONGEST_STACK_NAME = 80 - '-alarms.fifo'.length;

/** CloudFormation ends the name of a nested stack with a hyphen and these. */
const RANDOM_CHARACTERS = 13;

/**
 * Coalmine itself, in a nested stack made of the packaged template. Template and jar are uploaded as
 * assets, as they are. Once in an account and Region is enough; a further one needs a `name` of its own.
 */
export class Coalmine extends Construct implements ICoalmine {
  /**
   * An installation of another app, or one that was deployed by other means, found by its exports.
   * CloudFormation does not delete it while it is used. The name is that of the stack, or of the construct.
   */
  public static fromExports(scope: Construct, id: string, name: string = 'coalmine'): ICoalmine {
    return new FoundCoalmine(scope, id, (_, names) => Fn.importValue(`${name}-${names.exported}`));
  }

  /** The same, found by its parameters of Systems Manager, which do not hold it. */
  public static fromParameters(scope: Construct, id: string, name: string = 'coalmine'): ICoalmine {
    return new FoundCoalmine(scope, id, (found, names) =>
      ssm.StringParameter.valueForStringParameter(found, `/coalmine/${name}/${names.parameter}`));
  }

  public readonly releaseProviderArn: string;
  public readonly workflowArn: string;
  public readonly pipelineJobFunctionName: string;

  constructor(scope: Construct, id: string, props: CoalmineProps) {
    super(scope, id);
    const faults = propsFaults(props);
    if (faults.length > 0) {
      throw new Error(faults.join('; '));
    }
    const template = new assets.Asset(this, 'Template', { path: props.template });
    const jar = new assets.Asset(this, 'Jar', { path: props.jar });
    const stack = new CfnStack(this, 'Stack', {
      templateUrl: template.httpUrl,
      parameters: {
        CodeBucket: jar.s3BucketName,
        CodeKey: jar.s3ObjectKey,
        Functions: props.functions.join(','),
        ...(props.hookFunctions?.length ? { HookFunctions: props.hookFunctions.join(',') } : {}),
        ...(props.probedFunctions?.length ? { ProbedFunctions: props.probedFunctions.join(',') } : {}),
        ...props.parameters,
      },
    });
    const output = (name: string) => stack.getAtt(`Outputs.${name}`).toString();
    this.releaseProviderArn = output('StackRequestFunction');
    this.workflowArn = output('Workflow');
    this.pipelineJobFunctionName = output('PipelineJobFunction');
    this.publish(props.name ?? 'coalmine', output('DrawReleaseFunction'));
    this.node.addValidation({ validate: () => nameFaults(stack) });
  }

  /** CloudFormation makes up the nested stack's name, so what the stack itself exports has no name to rely on. */
  private publish(name: string, drawReleaseFunctionArn: string): void {
    for (const [id, { exported, parameter }, value] of [
      ['ReleaseProvider', RELEASE_PROVIDER, this.releaseProviderArn],
      ['Workflow', WORKFLOW, this.workflowArn],
      ['PipelineJob', PIPELINE_JOB, this.pipelineJobFunctionName],
    ] as const) {
      new CfnOutput(this, `${id}Output`, { value, exportName: `${name}-${exported}` });
      new ssm.CfnParameter(this, `${id}Parameter`, { type: 'String', name: `/coalmine/${name}/${parameter}`, value });
    }
    new CfnOutput(this, 'DrawReleaseOutput', {
      value: drawReleaseFunctionArn,
      exportName: `${name}-DrawReleaseFunctionArn`,
    });
  }
}

/** What CloudFormation would refuse when the stack is deployed; all of it at once. */
function propsFaults(props: CoalmineProps): string[] {
  return [
    ...(props.functions.length === 0 ? ['functions must name at least one function that may be released'] : []),
    ...arnFaults(props.functions, 'functions', FUNCTION),
    ...arnFaults(props.hookFunctions ?? [], 'hookFunctions', NAMED_FUNCTION),
    ...arnFaults(props.probedFunctions ?? [], 'probedFunctions', NAMED_FUNCTION),
    ...installationNameFaults(props.name),
    ...parameterFaults(props),
  ];
}

/** Coalmine takes functions only: a version or an alias is part of a release. */
function arnFaults(given: string[], name: string, rule: RegExp): string[] {
  return given.filter(arn => !Token.isUnresolved(arn) && !rule.test(arn)).map(arn =>
    FUNCTION.test(arn)
      ? `a pattern of ${name} must begin with a part of the function's name, unlike "${arn}"`
      : `${name} must be ARNs of functions without version or alias, not "${arn}"`);
}

function installationNameFaults(name?: string): string[] {
  return name === undefined || (!Token.isUnresolved(name) && /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name))
    ? []
    : [`name must be letters, digits and hyphens, as the name of a stack, not "${name}"`];
}

/** The template is read for the names of its parameters alone. */
function parameterFaults(props: CoalmineProps): string[] {
  const section = readFileSync(props.template, 'utf8').match(/^Parameters:\n((?: .*\n|\n)*)/m)?.[1] ?? '';
  const known = [...section.matchAll(/^ {2}(\w+):/gm)].map(found => found[1]);
  const given = Object.keys(props.parameters ?? {});
  return [
    ...(known.includes('CodeBucket')
      ? []
      : [`template ${props.template} has no parameter CodeBucket: use coalmine-template.yaml of a release`]),
    ...given.filter(name => name in OWN_PARAMETERS).map(name =>
      `parameters must not have ${name}: the property ${OWN_PARAMETERS[name]} says it`),
    ...given.filter(name => known.length > 0 && !known.includes(name) && !(name in OWN_PARAMETERS)).map(name =>
      `the template has no parameter ${name}`),
  ];
}

/** The state machines and queues are named after the nested stack. */
function nameFaults(nested: CfnStack): string[] {
  const parent = Stack.of(nested).stackName;
  const own = Stack.of(nested).getLogicalId(nested);
  const length = parent.length + own.length + RANDOM_CHARACTERS + 2;
  return Token.isUnresolved(parent) || length <= LONGEST_STACK_NAME
    ? []
    : [
        `CloudFormation would call the nested stack ${parent}-${own}-…, ${length} characters, but Coalmine takes ` +
          `${LONGEST_STACK_NAME}: install it in a stack with a shorter name`,
      ];
}

/** What a value of the stack is called where others can read it. */
interface Names {
  readonly exported: string;
  readonly parameter: string;
}

const RELEASE_PROVIDER: Names = { exported: 'ReleaseProviderArn', parameter: 'release-provider-arn' };
const WORKFLOW: Names = { exported: 'ReleaseWorkflowArn', parameter: 'workflow-arn' };
const PIPELINE_JOB: Names = { exported: 'PipelineJobFunctionName', parameter: 'pipeline-job-function-name' };

/** A stack outside this app. */
class FoundCoalmine extends Construct implements ICoalmine {
  public readonly releaseProviderArn: string;
  public readonly workflowArn: string;
  public readonly pipelineJobFunctionName: string;

  constructor(scope: Construct, id: string, read: (found: Construct, names: Names) => string) {
    super(scope, id);
    this.releaseProviderArn = read(this, RELEASE_PROVIDER);
    this.workflowArn = read(this, WORKFLOW);
    this.pipelineJobFunctionName = read(this, PIPELINE_JOB);
  }
}
