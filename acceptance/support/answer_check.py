"""Looks at each raw answer that a client of AWS gets, before the client itself parses it.

boto3 lets it look by a hook. The AWS CLI is another process: it loads this module as a plugin,
and writes what it saw to the file that COALMINE_ANSWERS names.
"""

import collections
import json
import os
import pathlib
import subprocess
import tempfile
import threading

from support.differences import explained
from support.raw_answers import faults_of

SEEN = "COALMINE_ANSWERS"  # the file to which the plugin appends a line for each answer
ACCEPTANCE = str(pathlib.Path(__file__).resolve().parents[1])


class AnswerCheck:
    """Counts answers by operation, and keeps what differs from the models without an explanation."""

    def __init__(self):
        self.answers = collections.Counter()
        self.faults = {}
        self.lock = threading.Lock()

    def watch(self, events):
        """Looks at all answers of a session or a client of botocore, given its events."""
        events.register("before-parse", self._look)

    def _look(self, operation_model, response_dict, **_):
        self.add(*seen(operation_model, response_dict))

    def add(self, operation, faults):
        with self.lock:
            self.answers[operation] += 1
            for fault in faults:
                self.faults.setdefault(f"{operation}: {fault}", None)

    def claim(self, claims, who):
        """Claims that there were answers, and that all were as the models have them."""
        total = sum(self.answers.values())
        claims.check(
            f"{who}: {total} raw answers of {len(self.answers)} operations are as the models have"
            " them",
            total and not self.faults,
            "answers without a fault",
            "\n         ".join(self.faults) or f"{total} answers",
        )


class CommandLine:
    """Lets runs of an AWS CLI look at their answers; within a block of `with`."""

    def __init__(self, cli="aws"):
        self.cli = cli

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.seen = pathlib.Path(self.folder.name, "answers")
        self.config = pathlib.Path(self.folder.name, "config")
        # Version 2 looks for plugins in the path that its config names; version 1 has no such word.
        version = subprocess.run([self.cli, "--version"], capture_output=True, text=True, check=True)
        path = "" if "aws-cli/1." in version.stdout else f"cli_legacy_plugin_path = {ACCEPTANCE}\n"
        self.config.write_text(f"[plugins]\n{path}coalmine_answers = support.answer_check\n")
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def environment(self):
        """The environment variables of a run."""
        return {
            "AWS_CONFIG_FILE": str(self.config),
            "PYTHONPATH": ACCEPTANCE,
            "PYTHONDONTWRITEBYTECODE": "1",
            SEEN: str(self.seen),
        }

    def check(self):
        """What all runs have seen."""
        found = AnswerCheck()
        for line in self.seen.read_text().splitlines() if self.seen.exists() else ():
            found.add(*json.loads(line))
        return found


def seen(operation, response):
    """One answer: its operation, and its faults that nothing explains."""
    body = response["body"]
    faults = faults_of(
        operation,
        response["status_code"],
        response["headers"],
        body if isinstance(body, bytes) else None,
    )
    service = operation.service_model.service_name
    return f"{service} {operation.name}", [
        fault for fault in faults if not explained(service, operation.name, fault)
    ]


def awscli_initialize(events):
    """Called by the AWS CLI, which has found this module among its plugins."""

    def look(operation_model, response_dict, **_):
        with open(os.environ[SEEN], "a") as file:
            file.write(json.dumps(seen(operation_model, response_dict)) + "\n")

    events.register("before-parse", look)
