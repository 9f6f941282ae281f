import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Coalmine, CoalmineRelease } from 'coalmine-cdk';
import { OrdersStack } from './orders-stack';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:orders-*';

/** Files in place of those of a release. */
function artifacts(): { template: string; jar: string } {
  const folder = mkdtempSync(join(tmpdir(), 'coalmine-cdk-'));
  const template = join(folder, 'coalmine-template.yaml');
  const jar = join(folder, 'coalmine-functions.jar');
  writeFileSync(template, 'Resources: {}\n');
  writeFileSync(jar, 'jar');
  return { template, jar };
}

test('Coalmine is a nested stack of the packaged template, with the jar beside it', () => {
  const stack = new OrdersStack();
  new Coalmine(stack, 'Coalmine', {
    ...artifacts(),
    functions: [FUNCTION],
    hookFunctions: ['arn:aws:lambda:us-east-1:123456789012:function:orders-smoke'],
    parameters: { RequireGate: 'true' },
  });
  const [nested] = Object.values(Template.fromStack(stack).findResources('AWS::CloudFormation::Stack'));

  assert.match(JSON.stringify(nested.Properties.TemplateURL), /cdk-hnb659fds-assets-123456789012-us-east-1/);
  assert.match(nested.Properties.Parameters.CodeKey, /^[0-9a-f]{64}\.jar$/);
  assert.deepEqual(Object.keys(nested.Properties.Parameters), ['CodeBucket', 'CodeKey', 'Functions', 'HookFunctions', 'RequireGate']);
  assert.equal(nested.Properties.Parameters.Functions, FUNCTION);
});

test('a release in the same app asks the nested stack', () => {
  const stack = new OrdersStack();
  const coalmine = new Coalmine(stack, 'Coalmine', { ...artifacts(), functions: [FUNCTION] });
  new CoalmineRelease(stack, 'Release', { coalmine, alias: stack.live });
  const template = Template.fromStack(stack);
  const [nested] = Object.keys(template.findResources('AWS::CloudFormation::Stack'));
  const [release] = Object.values(template.findResources('Custom::CoalmineRelease'));

  assert.deepEqual(release.Properties.ServiceToken, { 'Fn::GetAtt': [nested, 'Outputs.StackRequestFunction'] });
});

test('a stack from elsewhere is found by its exports or its parameters', () => {
  const stack = new Stack(new App(), 'Shop');
  const exported = Coalmine.fromExports(stack, 'Exported', 'canaries');
  const read = Coalmine.fromParameters(stack, 'Read');

  assert.deepEqual(stack.resolve(exported.workflowArn), { 'Fn::ImportValue': 'canaries-ReleaseWorkflowArn' });
  assert.deepEqual(stack.resolve(exported.pipelineJobFunctionName), { 'Fn::ImportValue': 'canaries-PipelineJobFunctionName' });
  const parameter = stack.resolve(read.releaseProviderArn).Ref;
  assert.equal(Template.fromStack(stack).toJSON().Parameters[parameter].Default, '/coalmine/coalmine/release-provider-arn');
});

test('what may be released are functions, without version or alias', () => {
  const stack = new Stack(new App(), 'Shop');
  const install = (id: string, functions: string[]) => () => new Coalmine(stack, id, { ...artifacts(), functions });

  assert.throws(install('None', []), /at least one function/);
  assert.throws(install('Name', ['orders']), /must be ARNs of functions without version or alias, not "orders"/);
  assert.throws(install('Alias', [`${FUNCTION}:live`]), /not "arn:.*:live"/);
});
