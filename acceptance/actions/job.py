"""A job that uses the action."""

import contextlib
import json
import os
import tempfile

from support.action_runner import ActionRunner
from support.up import LAUNCHER

FOLDER = "integrations/github-action"
# Only what a job has: nothing of this process is inherited but the way to find commands.
INHERITED = ("PATH", "HOME", "JAVA_HOME", "LANG")
RUN_ID = "12345678901"


class Job:
    """Runs the action with the launcher as its command line, in a workspace of its own."""

    def __init__(self, client, workspace):
        self.client = client
        self.workspace = workspace

    def run(self, inputs, interruption=None, folder=FOLDER, broken=(), **more):
        given = {"cli": LAUNCHER, "endpoint": self.client.endpoint, **inputs}
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment |= {
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
            "AWS_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "GITHUB_ACTOR": "ann",
            "GITHUB_REPOSITORY": "shop/orders",
            "GITHUB_RUN_ID": RUN_ID,
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_SERVER_URL": "https://github.com",
            "COALMINE_PAUSE_SECONDS": "0.2",
            **more,
        }
        runner = ActionRunner(folder, self.workspace, environment, broken)
        return runner.run({key: text(value) for key, value in given.items()}, interruption)


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


@contextlib.contextmanager
def job(client):
    with tempfile.TemporaryDirectory(prefix="coalmine-job-") as workspace:
        yield Job(client, workspace)


def executions(client, name):
    """Whether an execution of this name exists."""
    listed = client.executions.get_paginator("list_executions").paginate(
        stateMachineArn="arn:aws:states:us-east-1:000000000000:stateMachine:coalmine"
    )
    return [each for page in listed for each in page["executions"] if each["name"] == name]
