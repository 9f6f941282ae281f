// Evaluates the template's roles by an engine of IAM that is not ours (@cloud-copilot/iam-simulate):
// with the widest parameters, Coalmine's roles must not touch Coalmine's own functions; with those of a usual
// stack, each role may make the calls that it makes, and no other call. So may the roles of integrations/.
// Prints a line for each role that may do what it should not, or not what it should, then
// `N evaluations, M faults`.
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { doorCalls, UNNEEDED_OF_DOORS } from "./support/door_rights.mjs";
import { ACCOUNT, neededCalls, REGION, UNNEEDED } from "./support/rights.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const OTHER = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:orders`;

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

const { widest, usual, queues, doors, ...made } = JSON.parse(
  execFileSync("python3", ["-m", "translation.roles"], { cwd: HERE, encoding: "utf8" }),
);

async function isAllowed(roles, role, action, resource) {
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
  if (answer.resultType === "error") {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === "Allowed";
}

let evaluations = 0;
let faults = 0;
async function expectDecision(roles, role, action, resource, expected) {
  evaluations += 1;
  if ((await isAllowed(roles, role, action, resource)) !== expected) {
    faults += 1;
    console.log(`FAILED ${role} ${expected ? "may not" : "may"} ${action} on ${resource}`);
  }
}

for (const role of Object.keys(widest.roles)) {
  for (const action of ACTIONS) {
    await expectDecision(widest.roles, role, action, `${OTHER}:live`, MAY.has(`${role} ${action}`));
    for (const [name, arn] of Object.entries(widest.functions)) {
      const isTask = (TASKS[role] ?? []).includes(name.replace(/Function$/, ""));
      const expected = isTask && action === "lambda:InvokeFunction";
      await expectDecision(widest.roles, role, action, `${arn}:8`, expected);
    }
  }
}

// Each role may make its own calls, and none of the others'.
async function expectExactly(roles, needed, unneeded) {
  const calls = new Map(
    [...Object.values(needed).flat(), ...unneeded].map((call) => [call.join(" "), call]),
  );
  for (const role of Object.keys(roles)) {
    const own = new Set((needed[role] ?? []).map((call) => call.join(" ")));
    for (const [name, [action, resource]] of calls) {
      await expectDecision(roles, role, action, resource, own.has(name));
    }
  }
}

const needed = Object.entries(neededCalls(usual.functions, queues));
const byRole = Object.fromEntries(needed.map(([name, calls]) => [`${name}Role`, calls]));
await expectExactly(usual.roles, byRole, UNNEEDED);
for (const [door, calls] of Object.entries(doorCalls(made))) {
  await expectExactly(doors[door].roles, calls, UNNEEDED_OF_DOORS);
}
console.log(`${evaluations} evaluations, ${faults} faults`);
process.exit(faults ? 1 : 0);
