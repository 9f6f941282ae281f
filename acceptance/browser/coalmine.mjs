// The command line under test: rehearsals and the server.

import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const LAUNCHER = join(ROOT, "coalmine");
const BUILD_TIMEOUT_MS = 300_000; // the launcher may have to build first
const FOLDER = mkdtempSync(join(tmpdir(), "coalmine-browser-"));
const WORKFLOW = "arn:aws:states:us-east-1:000000000000:stateMachine:coalmine";

export function removeFiles() {
  rmSync(FOLDER, { recursive: true });
}

/** Writes a request to a file; returns its path. */
export function requestFile(name, request) {
  const file = join(FOLDER, `${name}.json`);
  writeFileSync(file, JSON.stringify(request));
  return file;
}

/** Plays a rehearsal; returns its report's file, its exit status, its output's last line and its log. */
export async function rehearse(name, ...words) {
  const report = join(FOLDER, `${name}.html`);
  const log = join(FOLDER, `${name}.jsonl`);
  const played = await run("rehearse", ...words, "--report", report, "--log", log);
  const polls = readFileSync(log, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return { report, polls, last: played.output.trim().split("\n").at(-1), status: played.status };
}

function run(...words) {
  return new Promise((resolve, reject) => {
    execFile(LAUNCHER, words, { timeout: BUILD_TIMEOUT_MS, maxBuffer: 64 << 20 }, (fault, output) =>
      fault && (fault.killed || typeof fault.code !== "number")
        ? reject(fault)
        : resolve({ status: fault ? fault.code : 0, output }),
    );
  });
}

/** Runs `coalmine up` until the work, which gets its address, is done. */
export async function up(words, work) {
  const server = spawn(LAUNCHER, ["up", "--port", "0", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    return await work(await ready(server));
  } finally {
    server.kill();
  }
}

function ready(server) {
  const lines = createInterface({ input: server.stdout });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => line.startsWith("ready ") && resolve(line.split(" ")[1]));
    server.on("exit", (code) => reject(new Error(`up ended with ${code}`)));
    setTimeout(() => reject(new Error("up is not ready")), BUILD_TIMEOUT_MS).unref();
  });
}

/** Starts a release; returns the execution's ARN. */
export async function start(address, name, request) {
  const input = JSON.stringify(request);
  const started = await stepFunctions(address, "StartExecution", { stateMachineArn: WORKFLOW, name, input });
  return started.executionArn;
}

/** Why an execution failed, or "" if it did not. */
export async function cause(address, executionArn) {
  return (await stepFunctions(address, "DescribeExecution", { executionArn })).cause ?? "";
}

async function stepFunctions(address, operation, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}
