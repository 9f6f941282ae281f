import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Coalmine, CoalmineRelease } from 'coalmine-cdk';
import { OrdersStack } from './orders-stack';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:orders-*';

/** Files in place of those of a release. */
function artifacts(): { template: string; jar: string } {
  const folder = mkdtempSync(join(tmpdir(), 'coalmine-cdk-'));
  const template = join(folder, 'coalmine-template.yaml');
  const jar = join(folder, 'coalmine-functions.jar');
  const parameters = ['CodeBucket', 'CodeKey', 'Functions', 'HookFunctions', 'ProbedFunctions', 'RequireGate'];
  writeFileSync(template, `Parameters:\n${parameters.map(it => `  ${it}:\n    Type: String\n`).join('')}Resources: {}\n`);
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

test('an installation is found by its name, as a stack of that name would be', () => {
  const stack = new Stack(new App(), 'Tools');
  new Coalmine(stack, 'Coalmine', { ...artifacts(), functions: [FUNCTION] });
  new Coalmine(stack, 'Canaries', { ...artifacts(), functions: [FUNCTION], name: 'canaries' });
  const template = Template.fromStack(stack);
  const [nested] = Object.keys(template.findResources('AWS::CloudFormation::Stack'));
  const exported = Object.values(template.findOutputs('*')).map(output => output.Export.Name).sort();
  const parameters = Object.values(template.findResources('AWS::SSM::Parameter'));
  const read = Object.fromEntries(parameters.map(each => [each.Properties.Name, each.Properties.Value]));

  const names = ['DrawReleaseFunctionArn', 'PipelineJobFunctionName', 'ReleaseProviderArn', 'ReleaseWorkflowArn'];
  assert.deepEqual(exported, ['canaries', 'coalmine'].flatMap(name => names.map(each => `${name}-${each}`)));
  assert.deepEqual(Object.keys(read).sort(), ['canaries', 'coalmine'].flatMap(name =>
    ['pipeline-job-function-name', 'release-provider-arn', 'workflow-arn'].map(each => `/coalmine/${name}/${each}`)));
  assert.deepEqual(read['/coalmine/coalmine/workflow-arn'], { 'Fn::GetAtt': [nested, 'Outputs.Workflow'] });
});

test('what is exported and written is what the template exports and writes', () => {
  const template = readFileSync(join(__dirname, '../../../../template.yaml'), 'utf8');
  const stack = new Stack(new App(), 'Tools');
  new Coalmine(stack, 'Coalmine', { ...artifacts(), functions: [FUNCTION], name: 'own' });
  const made = JSON.stringify(Template.fromStack(stack).toJSON()).replace(/"(\/coalmine\/)?own([-/])/g, '"$1${AWS::StackName}$2');
  const own = [...template.matchAll(/Name: !Sub (\/coalmine\/\S+\/\S+|\$\{AWS::StackName\}-[A-Z]\w+)$/gm)].map(it => it[1]);

  assert.equal(own.length, 8);
  // The topic is there only with an address.
  assert.deepEqual(own.filter(name => !made.includes(`"${name}"`)), ['${AWS::StackName}-NewsTopicArn']);
});

test('what may be released are functions, without version or alias', () => {
  const stack = new Stack(new App(), 'Shop');
  const install = (id: string, functions: string[]) => () => new Coalmine(stack, id, { ...artifacts(), functions });

  assert.throws(install('None', []), /at least one function/);
  assert.throws(install('Name', ['orders']), /must be ARNs of functions without version or alias, not "orders"/);
  assert.throws(install('Alias', [`${FUNCTION}:live`]), /not "arn:.*:live"/);
  install('Own', [`arn:aws:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:*`])();
});

test('hooks and probes of every function are refused, as the template would', () => {
  const stack = new Stack(new App(), 'Shop');
  const all = FUNCTION.replace('orders-*', '*');
  const props = { ...artifacts(), functions: [all], hookFunctions: [all], probedFunctions: [FUNCTION, all] };
  assert.throws(
    () => new Coalmine(stack, 'Coalmine', props),
    /a pattern of hookFunctions must begin with a part[^;]*:\*"; a pattern of probedFunctions must begin/,
  );
});

test('a parameter is given once, and the template has it', () => {
  const stack = new Stack(new App(), 'Shop');
  const install = (parameters: { [name: string]: string }) => () =>
    new Coalmine(stack, 'Coalmine', { ...artifacts(), functions: [FUNCTION], parameters, name: 'a/b' });

  assert.throws(
    install({ CodeKey: 'own.jar', HookFunctions: FUNCTION, MinimalBake: 'PT1M' }),
    new RegExp([
      'name must be letters, digits and hyphens, as the name of a stack, not "a/b"',
      'parameters must not have CodeKey: the property jar says it',
      'parameters must not have HookFunctions: the property hookFunctions says it',
      'the template has no parameter MinimalBake',
    ].join('; ')),
  );
});

test('a template that does not name the jar by bucket and key is refused', () => {
  const files = artifacts();
  writeFileSync(files.template, 'Parameters:\n  Functions:\n    Type: String\nResources: {}\n');
  assert.throws(
    () => new Coalmine(new Stack(new App(), 'Shop'), 'Coalmine', { ...files, functions: [FUNCTION] }),
    /has no parameter CodeBucket: use coalmine-template.yaml of a release/,
  );
});

test('a stack whose name leaves no room for those of Coalmine is refused', () => {
  const stack = new Stack(new App(), 'Shop', { stackName: 'the-tools-of-the-shop-in-production' });
  new Coalmine(stack, 'Coalmine', { ...artifacts(), functions: [FUNCTION] });
  assert.throws(() => Template.fromStack(stack), /the-tools-of-the-shop-in-production-Coalmine\w+-…, 7\d characters, but Coalmine takes 68/);
});
