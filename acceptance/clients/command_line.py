"""The commands of `coalmine` against a running server, and bad command lines."""

import json
import os
import pathlib
import subprocess
import tempfile

from support import arns
from support.aws_client import without_revision
from support.stories import story
from support.up import LAUNCHER
from support.waiting import TIMEOUT_SECONDS

USAGE_ERROR = 64


def coalmine(*words, **environment):
    return subprocess.run(
        [LAUNCHER, *words],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        env={**os.environ, **environment},
    )


class CommandLine:
    """Commands against one server; each claims its exit code."""

    def __init__(self, client, claims):
        self.client = client
        self.claims = claims

    def run(self, exit_code, *words):
        """Runs a command with --json; returns what it prints."""
        done = self._run(*words)
        self.claims.equal(f"coalmine {words[0]} exits {exit_code}", exit_code, done.returncode)
        return json.loads(done.stdout)

    def status(self, release, *standings):
        """Standing and weight of a release, once it has one of these standings."""
        done = self.client.wait_until(
            lambda: self._run("status", release),
            lambda done: done.returncode != 0 or json.loads(done.stdout)["standing"] in standings,
            f"{release} is {standings}",
        )
        self.claims.equal("coalmine status exits 0", 0, done.returncode)
        found = json.loads(done.stdout)
        return found["standing"], found.get("weight")

    def _run(self, *words):
        return coalmine(*words, "--endpoint", self.client.endpoint, "--json")


@story
def the_command_line_steers_a_release(client, claims):
    before = client.make_function("steered")
    command_line = CommandLine(client, claims)
    request = {
        "function": "steered",
        "plan": {"steps": [{"weight": 10, "bake": "PT3H"}, {"weight": 50, "bake": "PT3H"}]},
        "gate": {"metrics": False},
        "approve": [50],
        "watch": "PT3H",
    }
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "request.json")
        file.write_text(json.dumps(request))
        permissions = command_line.run(0, "start", str(file), "--dry-run")["permissions"]
        claims.equal(
            "a dry run asks for the permissions of all states that write",
            ["ShiftWeight", "Promote", "Rollback"],
            [permission["state"] for permission in permissions if permission["granted"]],
        )
        claims.equal("a dry run leaves the alias as it was", before, client.alias("steered"))
        execution = command_line.run(0, "start", str(file), "--name", "steered")["execution"]
    client.wait_for_split("steered", 0.1)
    paused = command_line.run(0, "pause", "steered-2", "--by", "ann", "--why", "lunch")
    claims.mentions("a release is paused", ["ann", "lunch"], paused["reason"])
    claims.equal(
        "its status says so", ("PAUSED", 10), command_line.status("steered-2", "PAUSED")
    )
    refused = command_line.run(2, "approve", execution)
    claims.mentions("a command that does not fit is not sent", ["steered-2"], refused["error"])
    resumed = command_line.run(0, "resume", "steered", "--by", "ann")
    claims.mentions("it is resumed", ["ann"], resumed["reason"])
    command_line.run(0, "skip", "steered-2", "--by", "ann")
    claims.equal("it awaits approval", ("ASKS", 10), command_line.status("steered-2", "ASKS"))
    command_line.run(0, "approve", "steered-2", "--by", "ann")
    standing, _ = command_line.status("steered-2", "RUNNING", "PROMOTED")
    claims.equal("it goes on", "RUNNING", standing)
    promoted = command_line.run(0, "promote", "steered-2", "--by", "ann")
    claims.mentions("it is promoted", ["ann"], promoted["reason"])
    client.wait_for_version("steered", "2")
    command_line.run(0, "skip", "steered-2")
    claims.equal(
        "the watch is over", ("PROMOTED", 100), command_line.status("steered-2", "PROMOTED")
    )
    claims.equal("boto3 reads the same", "SUCCEEDED", client.wait_for_end(execution)["status"])
    reverted = command_line.run(0, "revert", "steered-2")
    claims.equal("it is reverted", "ROLLED_BACK", reverted["outcome"])
    after = client.alias("steered")
    claims.equal("the alias is as it was", without_revision(before), without_revision(after))


@story
def options_and_environment_name_the_account(client, claims):
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "config")
        config.write_text(
            "[profile shop]\nregion = eu-west-1\naws_access_key_id = any\n"
            "aws_secret_access_key = any\n"
            "[profile team]\nsso_session = team\nsso_account_id = 000000000000\n"
        )
        cases = [
            ("a profile", 0, ["--profile", "shop"], {}, []),
            ("no such profile", 64, ["--profile", "nobodys"], {}, ["nobodys", "shop"]),
            ("a profile of SSO", 64, ["--profile", "team"], {}, ["team", "sso_role_name"]),
            ("a workflow's name", 0, [], {"COALMINE_WORKFLOW": "coalmine"}, []),
            ("a workflow's ARN", 0, [], {"COALMINE_WORKFLOW": arns.WORKFLOW_ARN}, []),
            ("no such workflow", 64, [], {"COALMINE_WORKFLOW": "canary"}, ["canary", "coalmine"]),
            (
                "another workflow than the environment's",
                0,
                ["--workflow", "coalmine"],
                {"COALMINE_WORKFLOW": "canary"},
                [],
            ),
            (
                "another Region than the workflow's",
                64,
                ["--region", "eu-west-1", "--workflow", arns.WORKFLOW_ARN],
                {},
                ["eu-west-1", arns.REGION],
            ),
        ]
        for what, exit_code, words, environment, facts in cases:
            environment = {"AWS_CONFIG_FILE": str(config), **environment}
            done = coalmine("list", "--endpoint", client.endpoint, *words, **environment)
            claims.equal(f"{what}: coalmine list exits {exit_code}", exit_code, done.returncode)
            claims.mentions(f"{what}: it says why, if it fails", facts, done.stderr)


@story
def bad_command_lines_exit_64(client, claims):
    port = client.endpoint.rsplit(":", 1)[1]
    cases = [
        (["nonsense"], ["nonsense"]),
        (["rehearse", "no such.json"], ["no such.json"]),
        (["rehearse", "/"], ["/", "directory"]),
        (["rehearse", "--log", "/no/such/folder/log"], ["/no/such/folder/log"]),
        (["rehearse", "--traffic", "stampede"], ["stampede"]),
        (["rehearse", "--seed", "x"], ["'x'"]),
        (["up", "--speed", "0"], ["--speed", "0"]),
        (["up", "--parameter", "NewsEmail=ann"], ["NewsEmail", "ann"]),
        (["up", "--port", port], ["port", port]),
    ]
    for words, facts in cases:
        done = coalmine(*words)
        what = "coalmine " + " ".join(words)
        claims.equal(
            f"{what} exits 64, prints nothing",
            (USAGE_ERROR, ""),
            (done.returncode, done.stdout),
        )
        first = done.stderr.splitlines()[0] if done.stderr else ""
        claims.mentions(f"{what} names first what is wrong", facts, first)
