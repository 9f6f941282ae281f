// Synthesizes an app of integrations/cdk that installs the files of a release and releases a function by them.
//
// usage: node install_by_cdk.cjs FOLDER_OF_THE_RELEASE OUTPUT_FOLDER
const path = require('path');
const {createRequire} = require('module');

const cdk = createRequire(path.resolve(__dirname, '../../integrations/cdk/package.json'));
const {App, Stack} = cdk('aws-cdk-lib');
const cloudwatch = cdk('aws-cdk-lib/aws-cloudwatch');
const lambda = cdk('aws-cdk-lib/aws-lambda');
const {Coalmine, CoalmineRelease} = cdk('.');

const [folder, outdir] = process.argv.slice(2);
const app = new App({outdir, analyticsReporting: false});
const env = {account: '123456789012', region: 'us-east-1'};

const tools = new Stack(app, 'Tools', {env});
const shops = `arn:aws:lambda:${env.region}:${env.account}:function:Shop-*`;
const coalmine = new Coalmine(tools, 'Coalmine', {
  template: path.join(folder, 'coalmine-template.yaml'),
  jar: path.join(folder, 'coalmine-functions.jar'),
  functions: [shops],
  hookFunctions: [shops],
  probedFunctions: [shops],
  parameters: {NewsEmail: 'ann@example.com'},
});

const shop = new Stack(app, 'Shop', {env});
const make = id => new lambda.Function(shop, id, {
  runtime: lambda.Runtime.PYTHON_3_13,
  handler: 'index.handler',
  code: lambda.Code.fromInline('def handler(event, context):\n    return 1\n'),
});
const live = new lambda.Alias(shop, 'Live', {aliasName: 'live', version: make('Orders').currentVersion});
const errors = new cloudwatch.Alarm(shop, 'Errors', {metric: live.metricErrors(), threshold: 5, evaluationPeriods: 1});
new CoalmineRelease(shop, 'Release', {coalmine, alias: live, alarms: [errors], preHook: make('Smoke')});
app.synth();
