// Checks integrations/terraform against the packaged template of a release: every parameter that is
// passed exists, every required one is passed, every output that is used exists; references lead
// somewhere; the example leaves the alias to releases. Then changes the files in ways that must be
// noticed. HashiCorp's own HCL parser reads the files; the provider is not asked, so types and its
// arguments are not checked.
//
// Prints a line for each claim, then `N passed, M failed`; exits with 1 if one failed. Needs the
// artifacts of ./coalmine-release and the packages of package.json.
//
// usage: node acceptance/terraform.mjs
import fs from 'fs';
import path from 'path';
import {createRequire} from 'module';
import {fileURLToPath} from 'url';

const require = createRequire(import.meta.url);
const {parse, getReferencesInExpression} = require('@cdktf/hcl2json');

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const TEMPLATE = path.join(ROOT, 'target/release/coalmine-template.yaml');
const MODULE = 'integrations/terraform';
const EXAMPLE = 'integrations/terraform/examples/orders';
const NEEDED = ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_IAM'];
// Each of them is written by a release: the mark, the version and the weights.
const RELEASED = ['description', 'function_version', 'routing_config'];
const BUILT_IN = new Set(['path', 'terraform', 'each', 'count', 'self']);

/** The HCL files of a folder by name. */
function files(folder) {
  const names = fs.readdirSync(path.join(ROOT, folder)).filter(name => name.endsWith('.tf'));
  return Object.fromEntries(
    names.map(name => [`${folder}/${name}`, fs.readFileSync(path.join(ROOT, folder, name), 'utf8')]),
  );
}

/** The names in a section of the template; for parameters, whether they have a default. */
function section(template, name) {
  const lines = template.split(`\n${name}:\n`)[1].split(/\n(?=\S)/)[0];
  const found = lines.split(/^ {2}(?=\w)/m).filter(Boolean);
  return Object.fromEntries(found.map(each => [each.split(':')[0], /^ {4}Default:/m.test(each)]));
}

/** Parses the files of one module and merges their blocks. */
async function parsed(sources) {
  const module = {variable: {}, output: {}, locals: {}, data: {}, resource: {}, module: {}};
  for (const [name, text] of Object.entries(sources)) {
    const found = await parse(name, text);
    for (const kind of ['variable', 'output', 'module']) Object.assign(module[kind], found[kind]);
    for (const each of found.locals ?? []) Object.assign(module.locals, each);
    for (const kind of ['data', 'resource']) {
      for (const [type, named] of Object.entries(found[kind] ?? {})) {
        module[kind][type] = {...module[kind][type], ...named};
      }
    }
  }
  return module;
}

function strings(node) {
  if (typeof node === 'string') return [node];
  return node && typeof node === 'object' ? Object.values(node).flatMap(strings) : [];
}

/** The references in all expressions, without those that name an argument of the own block. */
async function references(module) {
  const expressions = strings({...module, variable: {}}).filter(text => text.includes('${'));
  const found = await Promise.all(expressions.map(text => getReferencesInExpression('x.tf', text)));
  return [...new Set(found.flat().map(reference => reference.value))].filter(it => it.includes('.'));
}

function leadsSomewhere(reference, module, other) {
  const [first, second, third] = reference.split('.');
  if (first === 'var') return second in module.variable;
  if (first === 'local') return second in module.locals;
  if (first === 'data') return third in (module.data[second] ?? {});
  if (first === 'module') return second in module.module && (!third || third in other.output);
  return BUILT_IN.has(first) || second in (module.resource[first] ?? {});
}

const required = module =>
  Object.keys(module.variable).filter(name => !('default' in module.variable[name][0]));

const without = (names, those) => [...names].filter(name => !those.includes(name));

/** What is wrong with the module that installs the stack. */
async function moduleFaults(module, template) {
  const parameters = section(template, 'Parameters');
  const outputs = section(template, 'Outputs');
  const stack = module.resource.aws_cloudformation_stack.coalmine[0];
  const passed = Object.keys(module.locals.own_parameters);
  const needed = Object.keys(parameters).filter(name => !parameters[name]);
  const used = Object.values(module.output).flatMap(([output]) => [
    ...output.value.matchAll(/outputs(?:\["(\w+)"\]|, "(\w+)")/g),
  ].map(found => found[1] ?? found[2]));
  const conditional = template.split('\nOutputs:\n')[1].match(/^ {2}\w+:\n {4}Condition:/gm) ?? [];
  const sure = Object.values(module.output).flatMap(([output]) =>
    [...output.value.matchAll(/outputs\["(\w+)"\]/g)].map(found => found[1]));
  return [
    ...without(passed, Object.keys(parameters)).map(it => `the template has no parameter ${it}`),
    ...without(needed, passed).map(it => `the required parameter ${it} is not passed`),
    ...without(used, Object.keys(outputs)).map(it => `the template has no output ${it}`),
    ...sure.filter(it => conditional.some(line => line.trim().startsWith(`${it}:`)))
      .map(it => `the output ${it} is not always there`),
    ...without(NEEDED, stack.capabilities).map(it => `the stack lacks ${it}`),
    ...(used.length ? [] : ['no output of the stack is used']),
    ...(stack.parameters.includes('local.own_parameters') ? [] : ['the parameters are not passed']),
    ...(await references(module)).filter(it => !leadsSomewhere(it, module, {}))
      .map(it => `${it} leads nowhere`),
  ];
}

/** The tags that ask for releases, as the documentation lists them. */
function tags() {
  const page = fs.readFileSync(path.join(ROOT, 'docs/triggers.md'), 'utf8');
  return [...page.matchAll(/^\|.*?\|/gm)].flatMap(row => row[0].match(/coalmine:[a-z-]+/g) ?? []);
}

/** What is wrong with a function that Coalmine is to release. */
function functionFaults(example) {
  const [made] = example.resource.aws_lambda_function.orders;
  const [alias] = example.resource.aws_lambda_alias.live;
  const ignored = (alias.lifecycle?.[0].ignore_changes ?? []).map(it => it.replace(/\W/g, ''));
  const asked = Object.keys(made.tags ?? {});
  return [
    ...(made.publish === true ? [] : ['no version is published']),
    ...without(asked, tags()).map(it => `the tag ${it} is not known`),
    ...(made.tags?.['coalmine:alias'] === alias.name ? [] : ['no tag names the alias']),
    ...without(RELEASED, ignored).map(it => `the alias does not ignore ${it}`),
    ...(strings(example.resource).some(it => /aws_lambda_alias\.live/.test(it))
      ? [] : ['nobody calls the alias']),
  ];
}

/** What is wrong with the example: a caller of the module. */
async function exampleFaults(example, module, template) {
  const [call] = example.module.coalmine;
  const given = without(Object.keys(call), ['source', 'depends_on']);
  const known = Object.keys(section(template, 'Parameters'));
  return [
    ...without(given, Object.keys(module.variable)).map(it => `the module has no variable ${it}`),
    ...without(required(module), given).map(it => `the module's variable ${it} is not given`),
    ...without(Object.keys(call.parameters ?? {}), known).map(it => `the template has no parameter ${it}`),
    ...functionFaults(example),
    ...(await references(example)).filter(it => !leadsSomewhere(it, example, module))
      .map(it => `${it} leads nowhere`),
  ];
}

async function faults(moduleFiles, exampleFiles, template) {
  try {
    const module = await parsed(moduleFiles);
    const example = await parsed(exampleFiles);
    return [
      ...await moduleFaults(module, template),
      ...await exampleFaults(example, module, template),
    ];
  } catch (error) {
    return [String(error)];
  }
}

// Changes that the check must notice: in which files, from what, to what, and the fault.
const CHANGES = [
  ['module', 'CodeBucket =', 'CodeBuckets =', 'the template has no parameter CodeBuckets'],
  ['module', /^ *Functions +=.*\n/m, '', 'the required parameter Functions is not passed'],
  ['module', '["Workflow"]', '["WorkflowArn"]', 'the template has no output WorkflowArn'],
  ['module', 'lookup(aws_cloudformation_stack.coalmine.outputs, "Dashboard", null)',
    'aws_cloudformation_stack.coalmine.outputs["Dashboard"]', 'the output Dashboard is not always there'],
  ['module', ', "CAPABILITY_AUTO_EXPAND"', '', 'the stack lacks CAPABILITY_AUTO_EXPAND'],
  ['module', 'aws_s3_object.template.key', 'aws_s3_object.templates.key', 'aws_s3_object.templates.key leads nowhere'],
  ['module', 'var.tags', 'var.tag', 'var.tag leads nowhere'],
  ['module', 'resource "aws_s3_object" "template" {', 'resource "aws_s3_object" "template"', 'Invalid block definition'],
  ['example', 'publish = true', 'publish = false', 'no version is published'],
  ['example', 'function_version, routing_config]', 'function_version]', 'the alias does not ignore routing_config'],
  ['example', '"coalmine:alarms"', '"coalmine:alarm"', 'the tag coalmine:alarm is not known'],
  ['example', 'MinimumBake', 'MinimalBake', 'the template has no parameter MinimalBake'],
  ['example', /^ *bucket +=.*\n/m, '', "the module's variable bucket is not given"],
  ['example', 'module.coalmine.workflow_arn', 'module.coalmine.workflow', 'module.coalmine.workflow leads nowhere'],
];

async function main() {
  if (!fs.existsSync(TEMPLATE)) {
    console.error(`there is no ${path.relative(ROOT, TEMPLATE)}: run ./coalmine-release first`);
    process.exit(64);
  }
  const template = fs.readFileSync(TEMPLATE, 'utf8');
  const sources = {module: files(MODULE), example: files(EXAMPLE)};
  let passed = 0;
  let failed = 0;
  const claim = (text, holds, found) => {
    holds ? passed++ : failed++;
    console.log(holds ? `ok     ${text}` : `FAILED ${text}: found ${JSON.stringify(found)}`);
  };
  const found = await faults(sources.module, sources.example, template);
  claim('module and example fit the packaged template', found.length === 0, found);
  for (const [place, from, to, fault] of CHANGES) {
    const changed = {...sources, [place]: Object.fromEntries(
      Object.entries(sources[place]).map(([name, text]) => [name, text.replace(from, to)]))};
    const told = await faults(changed.module, changed.example, template);
    claim(`a change is noticed: ${fault}`, told.some(it => it.includes(fault)), told);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

await main();
