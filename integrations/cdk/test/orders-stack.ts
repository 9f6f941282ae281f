import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Coalmine, CoalmineRelease, CoalmineReleaseProps, ReleasePlan } from 'coalmine-cdk';

/** A function with an alias, and what its releases differ in. */
export class OrdersStack extends Stack {
  public readonly orders: lambda.Function;
  public readonly live: lambda.Alias;

  constructor(app: App = new App({ analyticsReporting: false })) {
    super(app, 'Orders', { env: { account: '123456789012', region: 'us-east-1' } });
    this.orders = this.makeFunction('Orders', 1);
    this.live = new lambda.Alias(this, 'Live', { aliasName: 'live', version: this.orders.currentVersion });
  }

  public makeFunction(id: string, release: number = 1): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromInline(`def handler(event, context):\n    return ${release}\n`),
    });
  }

  public makeRelease(props: Partial<CoalmineReleaseProps> = {}): CoalmineRelease {
    const coalmine = Coalmine.fromExports(this, 'Coalmine');
    return new CoalmineRelease(this, 'Release', { coalmine, alias: this.live, ...props });
  }

  /** The stack that the documentation shows, and that other checks deploy. */
  public static documented(): OrdersStack {
    const stack = new OrdersStack();
    const alarm = new cloudwatch.Alarm(stack, 'Errors', {
      metric: stack.live.metricErrors({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: 5,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const release = stack.makeRelease({
      plan: ReleasePlan.steps([
        { weight: 5, bake: Duration.minutes(2) },
        { weight: 50, bake: Duration.minutes(10) },
      ]),
      alarms: [alarm],
      preHook: stack.makeFunction('Smoke'),
    });
    stack.exportValue(release.reason, { name: 'orders-reason' });
    return stack;
  }
}
