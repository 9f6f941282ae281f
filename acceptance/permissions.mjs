// Evaluates the template's roles by an engine of IAM that is not ours (@cloud-copilot/iam-simulate):
// with the widest parameters, Coalmine's roles must not touch Coalmine's own functions.
// Prints a line for each role that may do what it should not, then `N evaluations, M faults`.
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runSimulation } from "@cloud-copilot/iam-simulate";

const HERE = dirname(fileURLToPath(import.meta.url));
const ACCOUNT = "123456789012";
const OTHER = `arn:aws:lambda:ap-southeast-2:${ACCOUNT}:function:orders`;

const MOVES = ["ShiftWeight", "Promote", "Rollback", "StackRelease", "RestoreStopped", "Sweep"];
// What roles may do with functions that are not Coalmine's.
const MAY = new Set([
  ...MOVES.map((name) => `${name}Role lambda:UpdateAlias`),
  "CallHookRole lambda:InvokeFunction",
  "SendProbesRole lambda:InvokeFunction",
]);
// The tasks of a state machine; it may call no other function of the stack.
const TASKS = {
  WorkflowRole: [
    "Prepare",
    "Claim",
    "ShiftWeight",
    "CheckAlarms",
    "Promote",
    "Rollback",
    "Steer",
    "CallHook",
  ],
  StackWorkflowRole: ["StackRelease", "AnswerStack"],
};
const ACTIONS = ["lambda:UpdateAlias", "lambda:InvokeFunction", "lambda:UpdateFunctionCode"];

const { functions, roles } = JSON.parse(
  execFileSync("python3", ["-m", "translation.roles"], { cwd: HERE, encoding: "utf8" }),
);

async function isAllowed(role, action, resource) {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {},
      },
      identityPolicies: roles[role].map((policy, i) => ({ name: `${role}-${i}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === "Allowed";
}

let evaluations = 0;
let faults = 0;
async function expectDecision(role, action, resource, expected) {
  evaluations += 1;
  if ((await isAllowed(role, action, resource)) !== expected) {
    faults += 1;
    console.log(`FAILED ${role} ${expected ? "may not" : "may"} ${action} on ${resource}`);
  }
}

for (const role of Object.keys(roles)) {
  for (const action of ACTIONS) {
    await expectDecision(role, action, `${OTHER}:live`, MAY.has(`${role} ${action}`));
    for (const [name, arn] of Object.entries(functions)) {
      const isTask = (TASKS[role] ?? []).includes(name.replace(/Function$/, ""));
      await expectDecision(role, action, `${arn}:8`, isTask && action === "lambda:InvokeFunction");
    }
  }
}
console.log(`${evaluations} evaluations, ${faults} faults`);
process.exit(faults ? 1 : 0);
