import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Coalmine, CoalmineRelease, ReleasePlan, WhenInconclusive } from 'coalmine-cdk';
import { OrdersStack } from './orders-stack';

const RECORDED = join(__dirname, '../../test/orders.template.json');
const RELEASE = 'Custom::CoalmineRelease';

/** The properties of the only release. */
function released(stack: Stack): any {
  const [found] = Object.values(Template.fromStack(stack).findResources(RELEASE));
  return found.Properties;
}

/** What synthesis refuses. */
function refused(stack: Stack, expected: RegExp): void {
  assert.throws(() => Template.fromStack(stack), expected);
}

test('a release has what a request needs, and the rest by default', () => {
  const stack = new OrdersStack();
  stack.makeRelease();
  const properties = released(stack);
  const version = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'))[0];

  assert.deepEqual(properties, {
    ServiceToken: { 'Fn::ImportValue': 'coalmine-ReleaseProviderArn' },
    function: properties.function,
    alias: 'live',
    version: { 'Fn::GetAtt': [version, 'Version'] },
    ifMissing: 'skip',
    plan: 'paced',
    gate: { metrics: { errors: true, latency: true } },
    maxDuration: 'PT40M',
    watch: 'PT10M',
  });
});

test('the alias waits for its release', () => {
  const stack = new OrdersStack();
  stack.makeRelease();
  const template = Template.fromStack(stack);
  const [release] = Object.keys(template.findResources(RELEASE));
  template.hasResource('AWS::Lambda::Alias', { DependsOn: Match.arrayWith([release]) });
});

test('an alarm of the alias, as CDK makes it, is no circle', () => {
  const stack = new OrdersStack();
  const release = stack.makeRelease();
  for (const metric of [stack.live.metricErrors(), stack.live.metricDuration()]) {
    const id = `Alarm${stack.node.children.length}`;
    release.addAlarm(new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 }));
  }
  assert.equal(released(stack).gate.alarms.length, 2);
});

test('hooks are named by the moment they run', () => {
  const stack = new OrdersStack();
  const release = stack.makeRelease();
  release.addPreHook(stack.makeFunction('Smoke'));
  release.addStepHook(stack.makeFunction('Check'));
  release.addPostHook(stack.makeFunction('EndToEnd'));
  assert.throws(() => release.addPreHook(stack.makeFunction('Another')), /has a preHook already/);

  const properties = released(stack);
  assert.deepEqual(Object.keys(properties.hooks), ['beforeTraffic', 'eachStep', 'afterTraffic']);
  assert.match(properties.hooks.beforeTraffic.Ref, /^Smoke/);
  assert.deepEqual([properties.maxDuration, properties.watch], ['PT30M', 'PT5M'], 'the hook after the traffic has its time');
});

test('plans are the request\'s', () => {
  const plans: [ReleasePlan, unknown][] = [
    [ReleasePlan.paced(), 'paced'],
    [ReleasePlan.thorough(), 'thorough'],
    [ReleasePlan.allAtOnce(), 'AllAtOnce'],
    [ReleasePlan.canary(10, Duration.minutes(5)), { steps: [{ weight: 10, bake: 'PT5M' }] }],
    [
      ReleasePlan.linear(25, Duration.seconds(90)),
      { steps: [25, 50, 75].map(weight => ({ weight, bake: 'PT1M30S' })) },
    ],
  ];
  for (const [plan, expected] of plans) {
    const stack = new OrdersStack();
    stack.makeRelease({ plan });
    assert.deepEqual(released(stack).plan, expected);
  }
});

test('what a plan cannot be is refused', () => {
  const minute = Duration.minutes(1);
  assert.throws(() => ReleasePlan.steps([]), /at least one step/);
  assert.throws(() => ReleasePlan.canary(0, minute), /whole percent from 1 to 99, not 0/);
  assert.throws(() => ReleasePlan.linear(0, minute), /at least one step/);
  assert.throws(() => ReleasePlan.canary(12.5, minute), /not 12.5/);
  assert.throws(
    () => ReleasePlan.steps([{ weight: 25, bake: minute }, { weight: 20, bake: minute }]),
    /step 2 of 2: weight 20 must be above the step before it \(25\)/,
  );
});

test('what Coalmine or CloudFormation would refuse later is refused at once', () => {
  let stack = new OrdersStack();
  stack.makeRelease({ maxDuration: Duration.hours(2) });
  refused(stack, /up to 130 min, but CloudFormation waits an hour, which leaves 50 min: use shorter ones/);

  stack = new OrdersStack();
  stack.makeRelease({ plan: ReleasePlan.linear(10, Duration.minutes(10)), watch: Duration.minutes(20) });
  refused(stack, /up to 60 min[^]*steps take 90 min, longer than maxDuration, 40 min/);

  stack = new OrdersStack();
  stack.makeRelease({ probe: { events: [], perMinute: 90 } });
  refused(stack, /whole number from 1 to 60, not 90[^]*1 to 20 events, not 0/);
});

test('CodeDeploy and a release do not share an alias', () => {
  const stack = new OrdersStack();
  stack.makeRelease();
  new codedeploy.LambdaDeploymentGroup(stack, 'Group', { alias: stack.live });
  refused(stack, /has a LambdaDeploymentGroup as well/);
});

test('an alias that others move, or that has no version, is refused', () => {
  const stack = new OrdersStack();
  const version = lambda.Version.fromVersionArn(stack, 'Old', 'arn:aws:lambda:us-east-1:123456789012:function:orders:1');
  const split = new lambda.Alias(stack, 'Split', {
    aliasName: 'split',
    version: stack.orders.currentVersion,
    additionalVersions: [{ version, weight: 0.1 }],
  });
  stack.makeRelease({ alias: split });
  refused(stack, /has additionalVersions/);

  const newest = new OrdersStack();
  const alias = new lambda.Alias(newest, 'Newest', { aliasName: 'newest', version: newest.orders.latestVersion });
  newest.makeRelease({ alias });
  refused(newest, /points to \$LATEST/);
});

test('a release is in the stack of its alias', () => {
  const stack = new OrdersStack();
  const other = new Stack(stack.node.root as App, 'Other');
  const coalmine = Coalmine.fromExports(other, 'Coalmine');
  assert.throws(
    () => new CoalmineRelease(other, 'Release', { coalmine, alias: stack.live }),
    /must be in the stack of its alias/,
  );
});

test('a quiet function can be probed, or promoted unproven', () => {
  const stack = new OrdersStack();
  stack.makeRelease({
    probe: { events: [{ path: '/orders' }], perMinute: 10 },
    whenInconclusive: WhenInconclusive.PROMOTE,
    compareLatency: false,
  });
  const properties = released(stack);
  assert.deepEqual(properties.probe, { events: [{ path: '/orders' }], perMinute: 10 });
  assert.equal(properties.whenInconclusive, 'promote');
  assert.deepEqual(properties.gate, { metrics: { errors: true, latency: false } });
});

test('a changed function makes another version, and a release of it', () => {
  const before = new OrdersStack();
  before.makeRelease();
  const after = new OrdersStack();
  after.makeRelease();
  (after.orders.node.defaultChild as lambda.CfnFunction).addPropertyOverride('MemorySize', 512);

  assert.notDeepEqual(released(before).version, released(after).version);
});

test('the documented stack is the one that cfn-lint and the embedded AWS get', () => {
  const found = `${JSON.stringify(Template.fromStack(OrdersStack.documented()).toJSON(), null, 2)}\n`;
  if (process.env.COALMINE_RECORD === 'true') {
    writeFileSync(RECORDED, found);
  }
  assert.equal(found, readFileSync(RECORDED, 'utf8'), 'npm run record writes it anew');
});
