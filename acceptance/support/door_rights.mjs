// The calls that the roles of integrations/ make, on the resources that AWS evaluates them for. One call of the role for
// GitHub is left out, as in rights.mjs: states:SendTaskSuccess, for which AWS' reference lists no resource.
import { ACCOUNT, REGION } from "./rights.mjs";

const states = (kind, name) => `arn:aws:states:${REGION}:${ACCOUNT}:${kind}:${name}`;
const fn = (name, qualifier) =>
  `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier ? `:${qualifier}` : ""}`;
const log = (group) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}`;
const on = (resources, ...actions) =>
  actions.flatMap((action) => resources.map((resource) => [action, resource]));

const WORKFLOW = [states("stateMachine", "coalmine")];
const RUN = [states("execution", "coalmine:pipeline-1")];
const CONNECTION = [
  `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/01234567-89ab-cdef-0123-456789abcdef`,
];

/** The calls of each role, by door; `stack` names what the pipeline's stack made. */
export function doorCalls({ artifacts, buildLog, project }) {
  const files = on([`${artifacts}/code.zip`], "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject");
  const actionLog = "/aws/codepipeline/pipeline-Pipeline-ABC";
  return {
    pipeline: {
      PipelineRole: [
        ...on(CONNECTION, "codeconnections:UseConnection"),
        ...files,
        ...on([artifacts], "s3:GetBucketVersioning", "s3:GetBucketLocation"),
        ...on([project], "codebuild:StartBuild", "codebuild:BatchGetBuilds"),
        ...on([fn("orders")], "lambda:UpdateFunctionCode", "lambda:PublishVersion"),
        ...on([fn("orders"), fn("orders", "8")], "lambda:GetFunctionConfiguration"),
        ...on([log(actionLog)], "logs:CreateLogGroup"),
        ...on([`${log(actionLog)}:log-stream:1`], "logs:CreateLogStream", "logs:PutLogEvents"),
        ...on(WORKFLOW, "states:StartExecution", "states:DescribeStateMachine"),
        ...on(RUN, "states:DescribeExecution"),
      ],
      BuildRole: [
        ...files,
        ...on(
          [`${buildLog.replace(/:\*$/, "")}:log-stream:1`],
          "logs:CreateLogStream",
          "logs:PutLogEvents",
        ),
      ],
    },
    github: {
      ReleaseRole: [
        ...on(["*"], "states:ListStateMachines"),
        ...on(WORKFLOW, "states:StartExecution", "states:ListExecutions", "states:ListTagsForResource"),
        ...on(RUN, "states:GetExecutionHistory"),
      ],
    },
  };
}

/** Calls that none of them makes. */
export const UNNEEDED_OF_DOORS = [
  ...on([fn("orders"), fn("orders", "live")], "lambda:UpdateAlias", "lambda:InvokeFunction"),
  ...on(
    [fn("orders"), fn("coalmine-PrepareFunction-ABC")],
    "lambda:UpdateFunctionConfiguration",
    "lambda:AddPermission",
    "lambda:DeleteFunction",
  ),
  ...on([fn("other"), fn("orders2")], "lambda:UpdateFunctionCode", "lambda:PublishVersion"),
  ...on([states("stateMachine", "other"), states("stateMachine", "coalmine2")], "states:StartExecution"),
  ...on(WORKFLOW, "states:UpdateStateMachine", "states:DeleteStateMachine"),
  ...on(RUN, "states:StopExecution"),
  ...on([states("execution", "other:run")], "states:DescribeExecution", "states:GetExecutionHistory"),
  ...on([`arn:aws:iam::${ACCOUNT}:role/Admin`], "iam:PassRole", "sts:AssumeRole"),
  ...on(["arn:aws:s3:::other/code.zip"], "s3:GetObject", "s3:PutObject"),
  ...on([log("/aws/codepipeline/other")], "logs:CreateLogGroup"),
];
