// The calls that each role makes, on the resources that AWS evaluates them for, in a stack for the function
// orders, the stage prod of API a1b2c3d4e5 and the hook orders-smoke; and calls that no role makes.
// Two calls are left out, because the engine does not evaluate them: lambda:GetProvisionedConcurrencyConfig,
// whose resource could be an alias or a version, and states:SendTaskSuccess, for which AWS' service
// authorization reference lists no resource. Denials name the state machine, though (docs/security.md).
export const ACCOUNT = "123456789012";
export const REGION = "ap-southeast-2";

const fn = (name, qualifier) =>
  `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier ? `:${qualifier}` : ""}`;
const api = (path) => `arn:aws:apigateway:${REGION}::/restapis${path}`;
const states = (kind, name) => `arn:aws:states:${REGION}:${ACCOUNT}:${kind}:${name}`;
const bus = (name) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
const alarm = (name) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
const stream = (group) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}:log-stream:2026`;

// Each call on each of the resources.
const on = (resources, ...actions) =>
  actions.flatMap((action) => resources.map((resource) => [action, resource]));

const ORDERS = [fn("orders"), fn("orders", "live")];
const VERSION = [fn("orders", "8")];
const HOOK = [fn("orders-smoke"), fn("orders-smoke", "live")];
const STAGE = [api("/a1b2c3d4e5/stages/prod")];
const WORKFLOW = [states("stateMachine", "coalmine")];
const STACKS = [states("stateMachine", "coalmine-stacks")];
const STACK_RUN = states("execution", "coalmine-stacks:run");
const RUN = [states("execution", "coalmine:run")];

const OF_LAMBDA_ITSELF = [
  ...on([stream("/coalmine/coalmine")], "logs:CreateLogStream", "logs:PutLogEvents"),
  ...on(["*"], "xray:PutTraceSegments", "xray:PutTelemetryRecords"),
];
const READ_ALIAS = on(ORDERS, "lambda:GetAlias");
const READ_STAGE = on(STAGE, "apigateway:GET");
const WRITE_STAGE = on(STAGE, "apigateway:GET", "apigateway:PATCH");
const MOVE = [...READ_ALIAS, ...on(ORDERS, "lambda:UpdateAlias"), ...WRITE_STAGE];
const HISTORY = on(RUN, "states:GetExecutionHistory");
const EXECUTION = [...HISTORY, ...on(RUN, "states:DescribeExecution")];
const LIST = on(WORKFLOW, "states:ListExecutions");
const TELL = on([bus("default")], "events:PutEvents");
const CALL = "lambda:InvokeFunction";
const TRACE = on(
  ["*"],
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
);

/** The calls of each role; `functions` and `queues` are the stack's own, by logical name. */
export function neededCalls(functions, queues) {
  const own = (...names) => names.map((name) => `${functions[`${name}Function`]}:1`);
  const calls = {
    Prepare: [
      ...READ_ALIAS,
      ...on(ORDERS, "lambda:GetPolicy", "lambda:GetFunctionConfiguration"),
      ...on([fn("orders")], "lambda:ListVersionsByFunction"),
      ...on([...VERSION, ...HOOK], "lambda:GetFunctionConfiguration"),
      ...READ_STAGE,
      ...on(
        [
          api(""),
          api("/a1b2c3d4e5"),
          api("/a1b2c3d4e5/deployments/x9y8z7"),
          api("/a1b2c3d4e5/resources"),
          api("/a1b2c3d4e5/resources/r1/methods/GET/integration"),
          api("/a1b2c3d4e5/authorizers"),
        ],
        "apigateway:GET",
      ),
      ...on(["*"], "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"),
      ...on([alarm("orders-errors")], "cloudwatch:DescribeAlarms"),
      ...LIST,
      ...EXECUTION,
    ],
    Claim: WRITE_STAGE,
    ShiftWeight: MOVE,
    CheckAlarms: [
      ...READ_ALIAS,
      ...READ_STAGE,
      ...on(["*"], "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"),
      ...on([alarm("orders-errors")], "cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"),
      ...on([`${functions.SendProbesFunction}:live`], CALL),
    ],
    Promote: MOVE,
    Rollback: MOVE,
    Steer: [],
    CallHook: on(HOOK, CALL),
    SendProbes: on([...HOOK, ...VERSION, fn("orders", "live")], CALL),
    Wake: [
      ...LIST,
      ...HISTORY,
      ...on([queues.Alarms], "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    ],
    StartRelease: [
      ...on(ORDERS, "lambda:ListTags", "lambda:GetAlias"),
      ...on(WORKFLOW, "states:StartExecution"),
      ...on([queues.LostEvents], "sqs:SendMessage"),
    ],
    PipelineJob: [
      ...on(WORKFLOW, "states:StartExecution"),
      ...EXECUTION,
      ...on(["*"], "codepipeline:PutJobSuccessResult", "codepipeline:PutJobFailureResult"),
    ],
    StackRequest: [
      ...on(STACKS, "states:StartExecution"),
      ...on([STACK_RUN], "states:DescribeExecution"),
    ],
    StackRelease: [
      ...MOVE,
      ...LIST,
      ...on(WORKFLOW, "states:StartExecution"),
      ...EXECUTION,
      ...on(RUN, "states:StopExecution"),
      ...on([api("/a1b2c3d4e5/deployments/x9y8z7")], "apigateway:GET"),
      ...TELL,
    ],
    AnswerStack: [],
    RestoreStopped: [...MOVE, ...HISTORY, ...TELL, ...on([queues.Unrestored], "sqs:SendMessage")],
    Sweep: [...MOVE, ...LIST, ...HISTORY, ...TELL],
    DrawRelease: [...LIST, ...HISTORY],
    Prune: [
      ...on(Object.values(functions), "lambda:ListVersionsByFunction", "lambda:ListAliases"),
      ...on(Object.values(functions).map((arn) => `${arn}:1`), "lambda:DeleteFunction"),
      ...on([...WORKFLOW, ...STACKS], "states:DescribeStateMachine", "states:ListExecutions"),
      ...on(
        [...RUN, STACK_RUN],
        "states:DescribeStateMachineForExecution",
      ),
    ],
  };
  for (const name of Object.keys(calls)) calls[name] = [...calls[name], ...OF_LAMBDA_ITSELF];
  calls.Workflow = [
    ...on(
      own("Prepare", "Claim", "ShiftWeight", "CheckAlarms", "Promote", "Rollback", "Steer", "CallHook"),
      CALL,
    ),
    ...on([bus("coalmine")], "events:PutEvents"),
    ...TELL,
    ...TRACE,
  ];
  calls.StackWorkflow = [...on(own("StackRelease", "AnswerStack"), CALL), ...TRACE];
  return calls;
}

/** Calls that no role makes: other targets, other changes, other people's things. */
export const UNNEEDED = [
  ...on(
    [fn("other"), fn("other", "live"), fn("orders2"), fn("orders").replace(ACCOUNT, "999999999999")],
    "lambda:UpdateAlias",
    CALL,
  ),
  ...on(
    [fn("orders"), fn("coalmine-PrepareFunction-ABC")],
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "lambda:AddPermission",
    "lambda:PublishVersion",
    "lambda:GetFunction",
    "lambda:DeleteFunction",
    "lambda:TagResource",
  ),
  ...on(VERSION, "lambda:DeleteFunction"),
  ...on(
    [
      api("/zzzz"),
      api("/zzzz/stages/prod"),
      api("/a1b2c3d4e5/resources/r1/methods/GET/integration"),
      api("/a1b2c3d4e5/deployments/x9y8z7"),
    ],
    "apigateway:PATCH",
  ),
  ...on(
    [
      api("/zzzz/stages/prod"),
      `arn:aws:apigateway:${REGION}::/apikeys`,
      `arn:aws:apigateway:${REGION}::/account`,
    ],
    "apigateway:GET",
  ),
  ...on(
    [api("/a1b2c3d4e5/stages/prod/sdks/java"), api("/a1b2c3d4e5/stages/prod/exports/oas30")],
    "apigateway:GET",
  ),
  ...on([...STAGE, api("/a1b2c3d4e5")], "apigateway:DELETE", "apigateway:PUT"),
  ...on(
    [states("stateMachine", "other"), states("stateMachine", "coalmine2")],
    "states:StartExecution",
  ),
  ...on(
    [states("execution", "other:run"), STACK_RUN],
    "states:StopExecution",
    "states:GetExecutionHistory",
    "states:DescribeExecution",
  ),
  ...on([...WORKFLOW, ...STACKS], "states:UpdateStateMachine", "states:DeleteStateMachine"),
  ...on(["*"], "cloudwatch:PutMetricData"),
  ...on([`arn:aws:iam::${ACCOUNT}:role/Admin`], "sts:AssumeRole", "iam:PassRole"),
  ...on([bus("other")], "events:PutEvents"),
  ...on([`arn:aws:events:${REGION}:${ACCOUNT}:rule/x`], "events:PutRule", "events:PutTargets"),
  ...on([`arn:aws:sqs:${REGION}:${ACCOUNT}:other`], "sqs:SendMessage", "sqs:ReceiveMessage"),
  ...on(
    [stream("/aws/lambda/other"), stream("/coalmine/coalmine2")],
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ),
  ...on([alarm("orders-errors")], "cloudwatch:SetAlarmState", "cloudwatch:DeleteAlarms"),
];
