"""Runs the steps of a composite action as GitHub's runner does.

What it takes from actions/runner (2026): a bash step is a file that `bash --noprofile --norc -e -o pipefail`
runs; outputs are read from its GITHUB_OUTPUT however it ended; a cancelled job signals the first process of
the running step alone, SIGINT, after 7.5 seconds SIGTERM, and 2.5 seconds later ends all of its processes; then
the steps whose condition holds still run (ScriptHandler, ActionRunner, ProcessInvoker, CompositeActionHandler).
"""

import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import time

import yaml

from support.expressions import filled, is_true
from support.up import ROOT

SIGINT_SECONDS, SIGTERM_SECONDS = 7.5, 2.5
STEP_TIMEOUT_SECONDS = 120
POLL_SECONDS = 0.05


@dataclasses.dataclass
class Interruption:
    """What happens to the step Release: `signals`, to its first process; or `kill`, as for a container.

    `ready` says when; the job counts as cancelled unless only the time of the step was over.
    """

    ready: object
    how: str = "signals"
    cancels_job: bool = True


@dataclasses.dataclass
class Ended:
    """What the action left; `seconds` has how long the interrupted step took to end after its first signal."""

    outputs: dict
    conclusions: dict
    seconds: dict
    uses: dict
    log: str
    summary: str
    annotations: list


class ActionRunner:
    """Runs the action of a folder, in a workspace of its own."""

    def __init__(self, folder, workspace, environment, broken=()):
        """`broken` are the names of steps that use another action and fail."""
        self.folder = ROOT / folder
        self.broken = broken
        self.action = yaml.safe_load((self.folder / "action.yml").read_text())
        self.workspace = pathlib.Path(workspace)
        self.temp = self.workspace / "temp"
        self.temp.mkdir(exist_ok=True)
        self.environment = environment

    def run(self, inputs, interruption=None):
        unknown = set(inputs) - set(self.action["inputs"])
        if unknown:
            raise ValueError(f"the action has no inputs {unknown}")
        defaults = {name: each.get("default", "") for name, each in self.action["inputs"].items()}
        self.contexts = {"inputs": {**defaults, **inputs}, "steps": {}}
        self.failed = self.cancelled = False
        self.interruption = interruption
        self.ended = Ended({}, {}, {}, {}, "", "", [])
        for number, step in enumerate(self.action["runs"]["steps"]):
            self._run_if_wanted(step, number)
        for name, output in self.action["outputs"].items():
            self.ended.outputs[name] = filled(output["value"], self.contexts)
        return self.ended

    def _run_if_wanted(self, step, number):
        name = step["name"]
        functions = {
            "always": lambda: True,
            "cancelled": lambda: self.cancelled,
            "failure": lambda: self.failed,
            "success": lambda: not (self.failed or self.cancelled),
        }
        if not is_true(str(step.get("if", "success()")), self.contexts, functions):
            self.ended.conclusions[name] = "skipped"
            return
        if "uses" in step:
            self.ended.uses[name] = {
                key: filled(value, self.contexts) for key, value in step["with"].items()
            }
            fails = name in self.broken and not step.get("continue-on-error")
            self.ended.conclusions[name] = "failure" if fails else "success"
            self.failed = self.failed or fails
            return
        status = self._run(step, number)
        self.ended.conclusions[name] = "success" if status == 0 else f"failure {status}"
        self.failed = self.failed or status != 0

    def _run(self, step, number):
        script = self.temp / f"step-{number}.sh"
        script.write_text(step["run"])
        files = {
            name: self.temp / f"{name.lower()}-{number}"
            for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH")
        }
        for file in files.values():
            file.write_text("")
        log = self.temp / f"log-{number}"
        with log.open("wb") as written:
            process = subprocess.Popen(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
                cwd=self.workspace,
                env={
                    **self.environment,
                    **{name: str(file) for name, file in files.items()},
                    "GITHUB_ACTION_PATH": str(self.folder),
                    "RUNNER_TEMP": str(self.temp),
                    **{key: filled(value, self.contexts) for key, value in step["env"].items()},
                },
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            status = self._wait(process, step)
        text = log.read_text()
        self.ended.log += text
        self.ended.annotations += annotations(text)
        self.ended.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        if "id" in step:
            self.contexts["steps"][step["id"]] = outputs(files["GITHUB_OUTPUT"].read_text())
        return status

    def _wait(self, process, step):
        deadline = time.monotonic() + STEP_TIMEOUT_SECONDS
        while process.poll() is None:
            waits_to_be = self.interruption and step.get("id") == "release"
            if waits_to_be and self.interruption.ready():
                return self._interrupt(process)
            if time.monotonic() > deadline:
                os.killpg(process.pid, signal.SIGKILL)
                raise AssertionError(f"step {step['name']} has not ended")
            time.sleep(POLL_SECONDS)
        return process.returncode

    def _interrupt(self, process):
        self.cancelled = self.interruption.cancels_job
        began = time.monotonic()
        try:
            return self._end(process)
        finally:
            self.ended.seconds["signals"] = time.monotonic() - began

    def _end(self, process):
        if self.interruption.how == "signals":
            for sent, seconds in ((signal.SIGINT, SIGINT_SECONDS), (signal.SIGTERM, SIGTERM_SECONDS)):
                os.kill(process.pid, sent)
                try:
                    return process.wait(seconds)
                except subprocess.TimeoutExpired:
                    pass
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def outputs(text):
    """The values of a GITHUB_OUTPUT file: NAME=VALUE, or NAME<<END with lines up to END."""
    found = {}
    lines = iter(text.splitlines())
    for line in lines:
        many = re.match(r"([^=<]+)<<(.+)$", line)
        if many:
            value = []
            for each in lines:
                if each == many.group(2):
                    break
                value.append(each)
            else:
                raise ValueError(f"no end of output {many.group(1)}")
            found[many.group(1)] = "\n".join(value)
        elif line:
            name, value = line.split("=", 1)
            found[name] = value
    return found


def annotations(log):
    """The commands that a runner takes from a log, but for those that stop and resume them."""
    found, token = [], ""
    for line in log.splitlines():
        command = re.match(r"\s*::([^:\s]+)([^:]*)::(.*)$", line)
        if not command:
            continue
        name, _, text = command.groups()
        if token:
            token = "" if name == token else token
        elif name == "stop-commands":
            token = text
        else:
            found.append((name, text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")))
    return found
