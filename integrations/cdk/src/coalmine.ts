import { CfnStack, Fn, Token } from 'aws-cdk-lib';
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
   * The ARNs of the functions that may be hooks, without version or alias.
   *
   * @default - none
   */
  readonly hookFunctions?: string[];

  /**
   * Values of the template's other parameters, by their names.
   *
   * @default - the template's defaults
   */
  readonly parameters?: { [name: string]: string };
}

/**
 * Coalmine itself, in a nested stack made of the packaged template. Template and jar are uploaded as
 * assets, as they are. Install it once in an account and Region.
 */
export class Coalmine extends Construct implements ICoalmine {
  /**
   * A stack that was deployed by other means, found by its exports. CloudFormation does not delete it
   * while it is used.
   */
  public static fromExports(scope: Construct, id: string, stackName: string = 'coalmine'): ICoalmine {
    return new FoundCoalmine(scope, id, (_, names) => Fn.importValue(`${stackName}-${names.exported}`));
  }

  /** A stack that was deployed by other means, found by its parameters of Systems Manager. */
  public static fromParameters(scope: Construct, id: string, stackName: string = 'coalmine'): ICoalmine {
    return new FoundCoalmine(scope, id, (found, names) =>
      ssm.StringParameter.valueForStringParameter(found, `/coalmine/${stackName}/${names.parameter}`));
  }

  public readonly releaseProviderArn: string;
  public readonly workflowArn: string;
  public readonly pipelineJobFunctionName: string;

  constructor(scope: Construct, id: string, props: CoalmineProps) {
    super(scope, id);
    requireArns(props.functions, 'functions');
    requireArns(props.hookFunctions ?? [], 'hookFunctions');
    if (props.functions.length === 0) {
      throw new Error('functions must name at least one function that may be released');
    }
    const template = new assets.Asset(this, 'Template', { path: props.template });
    const jar = new assets.Asset(this, 'Jar', { path: props.jar });
    const stack = new CfnStack(this, 'Stack', {
      templateUrl: template.httpUrl,
      parameters: {
        CodeBucket: jar.s3BucketName,
        CodeKey: jar.s3ObjectKey,
        Functions: props.functions.join(','),
        ...(props.hookFunctions ? { HookFunctions: props.hookFunctions.join(',') } : {}),
        ...props.parameters,
      },
    });
    const output = (name: string) => stack.getAtt(`Outputs.${name}`).toString();
    this.releaseProviderArn = output('StackRequestFunction');
    this.workflowArn = output('Workflow');
    this.pipelineJobFunctionName = output('PipelineJobFunction');
  }
}

/** Coalmine takes functions only: a version or an alias is part of a release. */
function requireArns(given: string[], name: string): void {
  for (const arn of given) {
    if (!Token.isUnresolved(arn) && !/^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_*-]+$/.test(arn)) {
      throw new Error(`${name} must be ARNs of functions without version or alias, not "${arn}"`);
    }
  }
}

/** What a value of the stack is called where others can read it. */
interface Names {
  readonly exported: string;
  readonly parameter: string;
}

/** A stack outside this app. */
class FoundCoalmine extends Construct implements ICoalmine {
  public readonly releaseProviderArn: string;
  public readonly workflowArn: string;
  public readonly pipelineJobFunctionName: string;

  constructor(scope: Construct, id: string, read: (found: Construct, names: Names) => string) {
    super(scope, id);
    this.releaseProviderArn = read(this, { exported: 'ReleaseProviderArn', parameter: 'release-provider-arn' });
    this.workflowArn = read(this, { exported: 'ReleaseWorkflowArn', parameter: 'workflow-arn' });
    this.pipelineJobFunctionName = read(this, {
      exported: 'PipelineJobFunctionName',
      parameter: 'pipeline-job-function-name',
    });
  }
}
