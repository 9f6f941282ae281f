#!/usr/bin/env python3
"""Asks `./coalmine up` what AWS would be asked, by clients that are not ours: boto3 and the AWS CLI.

Prints a line for each claim and last `N passed, M failed`; exits 1 if one failed. Time runs 60 times
as fast as the wall, so a minute of a release is a second here. Needs Python 3.9, boto3 and the AWS CLI.

usage: python3 .ci/clients.py [story …]     (all stories if none is named)
"""

import collections
import concurrent.futures
import contextlib
import datetime
import http.client
import io
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request
import zipfile

import boto3
import botocore.config
import botocore.exceptions

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPEED = 60
SIDE_BY_SIDE = 4
PATIENCE = 30  # seconds of the wall that anything may take
FOR_BUILDING = 300  # the launcher may have to build first
ROLE = "arn:aws:iam::000000000000:role/orders"
LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:"
QUEUES = "arn:aws:sqs:us-east-1:000000000000:"
NEWS = "arn:aws:sns:us-east-1:000000000000:coalmine-News"
VARIABLES = {"lambdaAlias": "live", "table": "orders"}
MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:coalmine"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "any",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
}
STORIES = {}


def story(function):
    """Something that a client does, and what it claims of the answers."""
    STORIES[function.__name__] = function
    return function


class Claims:
    """What one story claims; it goes on after a claim that fails."""

    def __init__(self):
        self.lines = []
        self.failed = 0

    def holds(self, claim, condition, expected, found):
        if condition:
            self.lines.append(f"ok     {claim}")
        else:
            self.failed += 1
            self.lines.append(f"FAILED {claim}: expected {expected}, found {found}")

    def equal(self, claim, expected, found):
        self.holds(claim, expected == found, expected, found)

    def says(self, claim, fragments, text):
        missing = [fragment for fragment in fragments if fragment not in (text or "")]
        self.holds(claim, not missing, "the words " + " and ".join(map(repr, missing)), repr(text))


class Up:
    """`./coalmine up` on a free port, ended with the block."""

    def __init__(self, *options):
        self.command = [str(ROOT / "coalmine"), "up", "--port", "0", *options]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.said = queue.Queue()
        for stream in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self._read, args=(stream,), daemon=True).start()
        try:
            self.endpoint = self._ready(time.monotonic() + FOR_BUILDING)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _read(self, stream):
        for line in stream:
            self.said.put(line.rstrip())
        self.said.put(None)

    def _ready(self, deadline):
        said = []
        while time.monotonic() < deadline:
            line = self.said.get(timeout=FOR_BUILDING)
            if line is None:
                break
            said.append(line)
            if line.startswith("ready "):
                return line.split()[1]
        raise SystemExit("`up` was never ready; it said:\n" + "\n".join(said))

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Client:
    """boto3 and the AWS CLI, both pointed at `up`."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        session = boto3.Session(
            aws_access_key_id="any", aws_secret_access_key="any", region_name="us-east-1"
        )
        config = botocore.config.Config(retries={"total_max_attempts": 1}, max_pool_connections=20)
        names = (
            "lambda",
            "stepfunctions",
            "cloudwatch",
            "apigateway",
            "events",
            "codepipeline",
        )
        made = {n: session.client(n, endpoint_url=endpoint, config=config) for n in names}
        self.functions = made["lambda"]
        self.executions = made["stepfunctions"]
        self.alarms = made["cloudwatch"]
        self.apis = made["apigateway"]
        self.events = made["events"]
        self.pipelines = made["codepipeline"]

    def cli(self, *words):
        """What the AWS CLI prints, read as JSON; it must succeed."""
        done = subprocess.run(
            ["aws", "--endpoint-url", self.endpoint, "--output", "json", *words],
            env={**os.environ, **ENVIRONMENT},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode != 0:
            raise AssertionError(f"aws {' '.join(words[:2])} fails: {done.stderr.strip()}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def now(self):
        with urllib.request.urlopen(self.endpoint + "/_coalmine/clock", timeout=PATIENCE) as answer:
            return moment(json.load(answer)["now"])

    def page(self, path, posted=None):
        """What is served beside AWS at a path, or the answer to what is posted there."""
        body = None if posted is None else json.dumps(posted).encode()
        asked = urllib.request.Request(f"{self.endpoint}/_coalmine/{path}", body)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return json.load(answer)

    def letters(self, queue):
        """The bodies of a queue's messages."""
        return [it["Body"] for it in self.page("queues").get(QUEUES + queue, [])]

    def rule(self, name, pattern, *targets, **more):
        """An enabled rule with targets."""
        self.events.put_rule(Name=name, EventPattern=json.dumps(pattern), **more)
        self.events.put_targets(Rule=name, Targets=list(targets), **more)

    def function(self, name, versions=2, description="for everyone"):
        """A function with versions 1 … and alias live at 1."""
        self.functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=ROLE,
            Handler="index.handler",
            Code={"ZipFile": code(1)},
            Publish=True,
        )
        for version in range(2, versions + 1):
            self.functions.update_function_code(
                FunctionName=name, ZipFile=code(version), Publish=True
            )
        self.functions.create_alias(
            FunctionName=name, Name="live", FunctionVersion="1", Description=description
        )
        return self.alias(name)

    def alias(self, name):
        return {
            key: value
            for key, value in self.functions.get_alias(FunctionName=name, Name="live").items()
            if key != "ResponseMetadata"
        }

    def alarm(self, name, state="OK"):
        """A metric alarm that nobody feeds and that keeps the state it is given."""
        self.alarms.put_metric_alarm(
            AlarmName=name,
            Namespace="Orders",
            MetricName=name,
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="ignore",
        )
        self.set(name, state)

    def set(self, alarm, state):
        self.alarms.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test says so")

    def api(self, name, function="orders"):
        """An API with GET /orders, deployments 1 and 2, and stage prod at 1: its id and theirs."""
        made = self.apis.create_rest_api(name=name)
        orders = {
            "restApiId": made["id"],
            "resourceId": self.apis.create_resource(
                restApiId=made["id"], parentId=made["rootResourceId"], pathPart="orders"
            )["id"],
            "httpMethod": "GET",
        }
        self.apis.put_method(authorizationType="NONE", **orders)
        self.apis.put_integration(
            type="AWS_PROXY", integrationHttpMethod="POST", uri=backend(function), **orders
        )
        first, second = (self.apis.create_deployment(restApiId=made["id"])["id"] for _ in "12")
        self.apis.create_stage(
            restApiId=made["id"], stageName="prod", deploymentId=first, variables=VARIABLES
        )
        return made["id"], first, second

    def stage(self, api):
        """Stage prod, without dates."""
        found = self.apis.get_stage(restApiId=api, stageName="prod")
        return {
            key: value
            for key, value in found.items()
            if key not in ("ResponseMetadata", "createdDate", "lastUpdatedDate")
        }

    def patch(self, api, *operations):
        """Updates stage prod: tuples of op, path and value, or for a copy its origin."""
        return self.apis.update_stage(
            restApiId=api, stageName="prod", patchOperations=[patched(*it) for it in operations]
        )

    def start(self, request, **more):
        text = request if isinstance(request, str) else json.dumps(request)
        return self.executions.start_execution(stateMachineArn=MACHINE, input=text, **more)[
            "executionArn"
        ]

    def end(self, execution):
        """The execution, once it has ended."""
        return until(
            lambda: self.executions.describe_execution(executionArn=execution),
            lambda found: found["status"] != "RUNNING",
            f"execution {execution} ends",
        )

    def until_split(self, name, weight):
        """The alias, once its canary has the weight."""
        return until(
            lambda: self.alias(name),
            lambda found: weight in weights(found).values(),
            f"alias {name}:live is split at {weight}",
        )

    def until_at(self, name, version):
        """The alias, once all its requests go to the version."""
        return until(
            lambda: self.alias(name),
            lambda found: found["FunctionVersion"] == version and not weights(found),
            f"alias {name}:live is at version {version}",
        )


def backend(function):
    """The URI of an integration with the alias that the stage's variable names."""
    functions = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    return functions + LAMBDA + function + ":${stageVariables.lambdaAlias}/invocations"


def code(version):
    """A deployment package, different for each version."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        package.writestr("index.py", f"def handler(event, context):\n    return {version}\n")
    return memory.getvalue()


def moment(text):
    """An instant of the wire; Python 3.9 reads at most six digits of a fraction and no Z."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}+00:00")


def weights(alias):
    return alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})


def served(alias):
    """What callers of the alias get, and how it is described; not its revision."""
    return {key: value for key, value in alias.items() if key != "RevisionId"}


def until(ask, enough, what):
    deadline = time.monotonic() + PATIENCE
    while True:
        found = ask()
        if enough(found):
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE} s in vain until {what}: {found}")
        time.sleep(0.05)


def refused(call, **arguments):
    """Status and code of the error with which AWS answers; (200, '') if it doesn't."""
    try:
        call(**arguments)
        return 200, ""
    except botocore.exceptions.ClientError as error:
        return (
            error.response["ResponseMetadata"]["HTTPStatusCode"],
            error.response["Error"]["Code"],
        )


def refusal(call, *arguments, **named):
    """Status, code and message of the error with which AWS answers; (200, '', '') if it doesn't."""
    try:
        call(*arguments, **named)
        return 200, "", ""
    except botocore.exceptions.ClientError as error:
        return (
            error.response["ResponseMetadata"]["HTTPStatusCode"],
            error.response["Error"]["Code"],
            error.response["Error"]["Message"],
        )


def bad(message):
    """API Gateway's refusal of a request."""
    return 400, "BadRequestException", message


def patched(op, path, value=None):
    """A patch operation: the value of a copy is where it comes from."""
    third = {} if value is None else {"from" if op == "copy" else "value": value}
    return {"op": op, "path": path, **third}


def steps(*weights_and_bakes, poll="PT10S"):
    """A plan."""
    return {"steps": [{"weight": w, "bake": b} for w, b in weights_and_bakes], "poll": poll}


def alone(function, plan, **more):
    """A request without alarms and without a watch."""
    return {"function": function, "plan": plan, "gate": {"metrics": False}, "watch": "PT0S", **more}


@story
def boto3_rolls_back(client, claims):
    before = client.function("boto-orders")
    client.alarm("boto-errors")
    execution = client.start(
        {
            "function": "boto-orders",
            "plan": "Canary10Percent15Minutes",
            "gate": {"alarms": ["boto-errors"]},
        }
    )
    split = client.until_split("boto-orders", 0.1)
    claims.equal("boto3: the split alias keeps its version", "1", split["FunctionVersion"])
    claims.equal("boto3: version 2 gets 10 %", {"2": 0.1}, weights(split))
    client.set("boto-errors", "ALARM")
    ended = client.end(execution)
    claims.equal("boto3: an alarm fails the execution", "FAILED", ended["status"])
    claims.equal("boto3: its Error is RolledBack", "RolledBack", ended.get("error"))
    claims.says(
        "boto3: its Cause names alarm and weight", ["boto-errors", "weight 10"], ended.get("cause")
    )
    after = client.alias("boto-orders")
    claims.equal("boto3: the alias is back as it was", served(before), served(after))
    claims.holds(
        "boto3: the old alias has no RoutingConfig", "RoutingConfig" not in after, "none", after
    )
    last = client.executions.get_execution_history(
        executionArn=execution, maxResults=1, reverseOrder=True
    )["events"][0]
    claims.equal(
        "boto3: the last event tells the same",
        ("ExecutionFailed", "RolledBack", ended.get("cause")),
        (
            last["type"],
            last.get("executionFailedEventDetails", {}).get("error"),
            last.get("executionFailedEventDetails", {}).get("cause"),
        ),
    )


@story
def cli_rolls_back(client, claims):
    with tempfile.TemporaryDirectory() as folder:
        for version in (1, 2):
            pathlib.Path(folder, f"{version}.zip").write_bytes(code(version))
        client.cli(
            *"lambda create-function --function-name cli-orders --runtime python3.13 --publish".split(),
            *f"--handler index.handler --role {ROLE} --zip-file fileb://{folder}/1.zip".split(),
        )
        client.cli(
            *"lambda update-function-code --function-name cli-orders".split(),
            *f"--zip-file fileb://{folder}/2.zip".split(),
        )
    published = client.cli(*"lambda publish-version --function-name cli-orders".split())
    claims.equal("CLI: publish-version makes version 2", "2", published.get("Version"))
    before = client.cli(
        *"lambda create-alias --function-name cli-orders --name live --function-version 1".split(),
        "--description",
        "by hand",
    )
    client.cli(
        *"cloudwatch put-metric-alarm --alarm-name cli-errors --namespace Orders".split(),
        *"--metric-name CliErrors --statistic Sum --period 60 --evaluation-periods 1".split(),
        *"--threshold 1 --comparison-operator GreaterThanThreshold".split(),
        *"--treat-missing-data ignore".split(),
    )
    request = {
        "function": "cli-orders",
        "plan": "CodeDeployDefault.LambdaCanary10Percent30Minutes",
        "gate": {"alarms": ["cli-errors"]},
    }
    execution = client.cli(
        *f"stepfunctions start-execution --state-machine-arn {MACHINE} --name by-cli".split(),
        "--input",
        json.dumps(request),
    )["executionArn"]
    claims.equal(
        "CLI: an execution's ARN has its name",
        MACHINE.replace(":stateMachine:", ":execution:") + ":by-cli",
        execution,
    )
    get = "lambda get-alias --function-name cli-orders --name live".split()
    split = until(lambda: client.cli(*get), weights, "the CLI sees the alias split")
    claims.equal("CLI: version 2 gets 10 %", {"2": 0.1}, weights(split))
    state = "cloudwatch set-alarm-state --alarm-name cli-errors --state-reason test --state-value"
    client.cli(*state.split(), "ALARM")
    describe = f"stepfunctions describe-execution --execution-arn {execution}".split()
    ended = until(
        lambda: client.cli(*describe), lambda it: it["status"] != "RUNNING", "the CLI sees its end"
    )
    claims.equal(
        "CLI: an alarm rolls back", ("FAILED", "RolledBack"), (ended["status"], ended.get("error"))
    )
    claims.says(
        "CLI: its Cause names alarm and weight", ["cli-errors", "weight 10"], ended.get("cause")
    )
    claims.equal("CLI: the alias is back as it was", served(before), served(client.cli(*get)))
    history = client.cli(
        *"cloudwatch describe-alarm-history --alarm-name cli-errors".split(),
        *"--history-item-type StateUpdate".split(),
    )["AlarmHistoryItems"]
    told = json.loads(history[0]["HistoryData"])["newState"]["stateValue"] if history else None
    claims.equal("CLI: describe-alarm-history shows the change first", "ALARM", told)


@story
def a_release_is_promoted(client, claims):
    client.function("promoted")
    began = client.now()
    execution = client.start(
        alone("promoted", steps((25, "PT1M"), (50, "PT2M")), id="promoted-by-hand")
    )
    ended = client.end(execution)
    claims.equal("steps without alarms are promoted", "SUCCEEDED", ended["status"])
    output = json.loads(ended.get("output", "{}"))
    fields = ["endedAt", "id", "outcome", "reason", "said", "startedAt", "steps", "targets"]
    claims.equal("the output has the fields that are promised", fields, sorted(output))
    claims.equal(
        "the output tells outcome and id",
        ("PROMOTED", "promoted-by-hand"),
        (output.get("outcome"), output.get("id")),
    )
    claims.equal(
        "the output tells the target before and after",
        [{"function": "promoted", "alias": "live", "version": "2", "before": "1", "after": "2"}],
        output.get("targets"),
    )
    claims.equal("both steps are told", [25, 50], [it["weight"] for it in output.get("steps", [])])
    claims.equal(
        "each step tells weight, from, to, verdict and evidence",
        [["evidence", "from", "to", "verdict", "weight"]] * 2,
        [sorted(it) for it in output.get("steps", [])],
    )
    claims.equal(
        "each step passed", ["PASS"] * 2, [it["verdict"] for it in output.get("steps", [])]
    )
    baked = [(moment(it["to"]) - moment(it["from"])).total_seconds() for it in output["steps"]]
    claims.holds(
        "each step baked as long as it had to",  # a busy machine makes it longer
        60 <= baked[0] and 120 <= baked[1],
        "60 and 120 s at least",
        baked,
    )
    times = [moment(output["startedAt"]), moment(output["endedAt"])]
    claims.holds(
        "startedAt and endedAt are the release's",
        began <= times[0] < times[1] <= client.now(),
        "in that order",
        times,
    )
    alias = client.alias("promoted")
    claims.equal(
        "the canary serves everything",
        ("2", {}, "for everyone"),
        (alias["FunctionVersion"], weights(alias), alias["Description"]),
    )
    history(client, claims, execution, ended)


def history(client, claims, execution, ended):
    ask = client.executions.get_execution_history
    events = ask(executionArn=execution, maxResults=1000)["events"]
    claims.equal(
        "events are numbered from 1", list(range(1, len(events) + 1)), [it["id"] for it in events]
    )
    claims.holds(
        "each event follows an earlier one",
        all(it["previousEventId"] < it["id"] for it in events),
        "previousEventId below id",
        events,
    )
    moments = [it["timestamp"] for it in events]
    claims.equal("events stand in the order of time", sorted(moments), moments)
    claims.equal(
        "a history goes from start to success",
        ("ExecutionStarted", "ExecutionSucceeded"),
        (events[0]["type"], events[-1]["type"]),
    )
    claims.equal(
        "the first event has the input, the last the output",
        [json.loads(ended[name]) for name in ("input", "output")],
        [
            json.loads(events[0]["executionStartedEventDetails"]["input"]),
            json.loads(events[-1]["executionSucceededEventDetails"]["output"]),
        ],
    )
    entered = [
        it["stateEnteredEventDetails"]["name"] for it in events if it["type"] == "TaskStateEntered"
    ]
    waiting = ("Bake", "Watch")
    working = [name for name in entered if name not in waiting and not name.startswith("Tell")]
    claims.equal(
        "Tasks are entered in the order of a release",
        ["Prepare", "ShiftWeight", "CheckAlarms", "ShiftWeight", "CheckAlarms", "Promote"],
        [name for name, next_one in zip(working, [*working[1:], ""]) if name != next_one],
    )
    tasks = [it["type"] for it in events if it["type"].startswith("Task")]
    called, waited = ["TaskSucceeded"], ["TaskSubmitted", "TaskTimedOut"]
    expected = []
    for name in entered:
        expected += ["TaskStateEntered", "TaskScheduled", "TaskStarted"]
        expected += [*(waited if name in waiting else called), "TaskStateExited"]
    claims.equal("each Task has its five events, one that waits six", expected, tasks)
    scheduled = next(it for it in events if it["type"] == "TaskScheduled")
    details = scheduled["taskScheduledEventDetails"]
    claims.equal(
        "a Task is a call of lambda:invoke",
        ("lambda", "invoke", "us-east-1"),
        (details["resourceType"], details["resource"], details["region"]),
    )
    pages = client.executions.get_paginator("get_execution_history").paginate(
        executionArn=execution, PaginationConfig={"PageSize": 7}
    )
    claims.equal(
        "the pages of a history are the whole",
        events,
        [it for page in pages for it in page["events"]],
    )
    claims.equal(
        "reverseOrder turns it round",
        list(reversed(events)),
        ask(executionArn=execution, maxResults=1000, reverseOrder=True)["events"],
    )


@story
def bad_requests_are_refused(client, claims):
    client.function("refusing")
    client.function("split-already", versions=3)
    client.functions.update_alias(
        FunctionName="split-already",
        Name="live",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}},
    )
    client.function("at-latest")
    client.functions.update_alias(FunctionName="at-latest", Name="live", FunctionVersion="$LATEST")
    names = ("refusing", "split-already", "at-latest")
    before = [client.alias(name) for name in names]
    begun = [(what, client.start(text), words) for what, text, words in bad_requests()]
    for what, execution, words in begun:
        ended = client.end(execution)
        claims.equal(
            f"{what}: refused", ("FAILED", "Refused"), (ended["status"], ended.get("error"))
        )
        claims.says(f"{what}: the Cause says why", words, ended.get("cause"))
    claims.equal("no refusal touched an alias", before, [client.alias(name) for name in names])


def bad_requests():
    """What it is, the input, and words that the Cause must have."""

    def planned(plan):
        return alone("refusing", plan)

    hour = "PT1H"
    return [
        (
            "weights that don't rise",
            planned(steps((25, hour), (20, hour))),
            ["step 2 of 2", "20", "25"],
        ),
        ("weights that stay", planned(steps((25, hour), (25, hour))), ["step 2 of 2"]),
        ("weight 0", planned(steps((0, hour))), ["weight", "from 1 to 99", "not 0"]),
        ("weight 100", planned(steps((100, hour))), ["weight", "from 1 to 99", "not 100"]),
        ("weight 12.5", planned(steps((12.5, hour))), ["whole number", "12.5"]),
        ("weight -1", planned(steps((-1, hour))), ["weight", "not -1"]),
        ("weight as text", planned(steps(("10", hour))), ["weight", '"10"']),
        ("no steps", planned({"steps": []}), ["plan.steps", "at least one step"]),
        ("a bake of nothing", planned(steps((10, "PT0S"))), ["bake", "PT0S"]),
        ("a bake of less", planned(steps((10, "-PT5M"))), ["bake", "-PT5M"]),
        ("a bake that is none", planned(steps((10, "5 min"))), ["bake", "5 min"]),
        ("an unknown preset", planned("Canary11Percent"), ["Canary11Percent", "AllAtOnce"]),
        ("an unknown field", alone("refusing", "AllAtOnce", wach="PT1M"), ["wach", "watch"]),
        ("an unknown function", alone("nowhere", "AllAtOnce"), ["function nowhere does not exist"]),
        (
            "an unknown alias",
            alone("refusing", "AllAtOnce", alias="love"),
            ["alias love", "does not exist"],
        ),
        (
            "an unknown version",
            alone("refusing", "AllAtOnce", version="9"),
            ["version 9", "does not exist"],
        ),
        (
            "an unknown alarm",
            {"function": "refusing", "gate": {"alarms": ["nobodys-alarm"], "metrics": False}},
            ["alarm nobodys-alarm does not exist"],
        ),
        ("version $LATEST", alone("refusing", "AllAtOnce", version="$LATEST"), ["$LATEST"]),
        ("an alias at $LATEST", alone("at-latest", "AllAtOnce"), ["points to $LATEST"]),
        (
            "an alias that is split",
            alone("split-already", "AllAtOnce"),
            ["already split", "2 at 50 %"],
        ),
        (
            "an alias that is there",
            alone("refusing", "AllAtOnce", version="1"),
            ["already at version 1"],
        ),
        ("input []", "[]", ["must be a JSON object"]),
        ("input 7", "7", ["must be a JSON object", "7"]),
        ("input null", "null", ["must be a JSON object"]),
        ("an empty request", "{}", ["function is missing"]),
        (
            "many faults",
            {
                "function": "refusing",
                "version": "9",
                "plan": steps((25, hour), (20, "PT0S")),
                "gate": {"alarms": ["nobodys-alarm"], "metrics": False},
                "wach": "PT10M",
            },
            ["5 faults", "wach", "step 2 of 2: weight 20", "PT0S", "version 9", "nobodys-alarm"],
        ),
    ]


@story
def start_execution_is_strict(client, claims):
    start = client.executions.start_execution
    limit = 262_144
    cases = [
        ("input that is no JSON", {"input": "{not json"}, {"InvalidExecutionInput"}),
        (
            "input over 262,144 bytes",
            {"input": json.dumps("x" * limit)},
            {"InvalidExecutionInput", "ValidationException"},
        ),
        ("a name with a slash", {"input": "{}", "name": "a/b"}, {"InvalidName"}),
        (
            "another state machine",
            {"input": "{}", "stateMachineArn": MACHINE + "s"},
            {"StateMachineDoesNotExist"},
        ),
    ]
    for what, arguments, codes in cases:
        status, error = refused(start, **{"stateMachineArn": MACHINE, **arguments})
        claims.holds(
            f"{what} is a 400",
            status == 400 and error in codes,
            f"400 {codes}",
            f"{status} {error}",
        )
    full = json.dumps("x" * (limit - 2))
    ended = client.end(client.start(full))
    claims.equal("input of 262,144 bytes is taken, and fails", "FAILED", ended["status"])
    client.function("named")
    request = alone("named", steps((10, "PT1H")))
    first = client.start(request, name="once")
    claims.equal(
        "the same start again is the same execution", first, client.start(request, name="once")
    )
    status = refused(start, stateMachineArn=MACHINE, name="once", input="{}")
    claims.equal("another start of that name is 400", (400, "ExecutionAlreadyExists"), status)
    listed = client.executions.list_executions(stateMachineArn=MACHINE, statusFilter="RUNNING")
    names = [it["name"] for it in listed["executions"]]
    claims.holds("list_executions lists what runs", "once" in names, "once", names)
    client.until_split("named", 0.1)
    client.executions.stop_execution(executionArn=first, error="Enough", cause="a person said so")
    ended = client.end(first)
    claims.equal(
        "stop_execution aborts, with Error and Cause",
        ("ABORTED", "Enough", "a person said so"),
        (ended["status"], ended.get("error"), ended.get("cause")),
    )


@story
def a_composite_alarm_gates(client, claims):
    client.function("composed")
    client.alarm("composed-errors")
    client.alarm("composed-latency")
    client.alarms.put_composite_alarm(
        AlarmName="composed-any", AlarmRule="ALARM(composed-errors) OR ALARM(composed-latency)"
    )
    until(
        lambda: client.alarms.describe_alarms(
            AlarmNames=["composed-any"], AlarmTypes=["CompositeAlarm"]
        )["CompositeAlarms"],
        lambda found: found and found[0]["StateValue"] == "OK",
        "the composite alarm is OK",
    )
    execution = client.start(
        {
            "function": "composed",
            "plan": steps((10, "PT20M")),
            "gate": {"alarms": ["composed-any"], "metrics": False},
        }
    )
    client.until_split("composed", 0.1)
    client.set("composed-latency", "ALARM")
    ended = client.end(execution)
    claims.equal("a composite alarm rolls back", "RolledBack", ended.get("error"))
    claims.says("its Cause names it", ["composed-any", "weight 10"], ended.get("cause"))
    metric_only = client.alarms.describe_alarms(AlarmNames=["composed-any"])
    claims.equal(
        "DescribeAlarms without AlarmTypes shows metric alarms alone",
        ([], []),
        (metric_only["MetricAlarms"], metric_only.get("CompositeAlarms", [])),
    )


@story
def a_short_alarm_rolls_back(client, claims):
    client.function("blink")
    client.alarm("blink-errors")
    execution = client.start(
        {
            "function": "blink",
            "plan": steps((10, "PT20M"), poll="PT2M"),
            "gate": {"alarms": ["blink-errors"], "metrics": False},
        }
    )
    client.until_split("blink", 0.1)
    client.set("blink-errors", "ALARM")
    client.set("blink-errors", "OK")
    ended = client.end(execution)
    claims.equal("an alarm between two looks rolls back", "RolledBack", ended.get("error"))
    claims.says(
        "its Cause says that it rose and is OK again",
        ["blink-errors", "rose to ALARM", "is OK again", "weight 10"],
        ended.get("cause"),
    )


@story
def an_old_alarm_does_not_block(client, claims):
    client.function("fix")
    client.alarm("fix-errors", "ALARM")
    execution = client.start(
        {
            "function": "fix",
            "plan": steps((10, "PT1M")),
            "gate": {"alarms": ["fix-errors"], "metrics": False},
            "watch": "PT1M",
        }
    )
    ended = client.end(execution)
    claims.equal("an alarm from before doesn't block", "SUCCEEDED", ended["status"])
    claims.says("the output says so", ["fix-errors", "not counted"], ended.get("output"))


@story
def a_foreign_move_is_kept(client, claims):
    client.function("moved", versions=3)
    execution = client.start(alone("moved", steps((10, "PT20M")), version="2"))
    client.until_split("moved", 0.1)
    theirs = client.functions.update_alias(
        FunctionName="moved",
        Name="live",
        FunctionVersion="3",
        RoutingConfig={"AdditionalVersionWeights": {}},
    )
    ended = client.end(execution)
    claims.equal(
        "a foreign move is STUCK", ("FAILED", "Stuck"), (ended["status"], ended.get("error"))
    )
    claims.says(
        "its Cause has what was expected and what was found",
        ["version 1 with 2 at 10 %", "version 3", theirs["RevisionId"]],
        ended.get("cause"),
    )
    claims.equal(
        "a foreign move is not overwritten",
        ("3", theirs["RevisionId"]),
        (client.alias("moved")["FunctionVersion"], client.alias("moved")["RevisionId"]),
    )


@story
def a_foreign_description_is_kept(client, claims):
    client.function("described")
    execution = client.start(alone("described", steps((10, "PT3M"))))
    client.until_split("described", 0.1)
    client.functions.update_alias(FunctionName="described", Name="live", Description="Ann was here")
    ended = client.end(execution)
    claims.equal("a foreign description is no move", "SUCCEEDED", ended["status"])
    after = client.alias("described")
    claims.equal(
        "a foreign description stays",
        ("2", "Ann was here"),
        (after["FunctionVersion"], after["Description"]),
    )


@story
def a_deployment_supersedes_the_watch(client, claims):
    client.function("superseded", versions=3)
    execution = client.start(alone("superseded", "AllAtOnce", version="2", watch="PT1H"))
    client.until_at("superseded", "2")
    client.functions.update_alias(FunctionName="superseded", Name="live", FunctionVersion="3")
    ended = client.end(execution)
    claims.equal("a deployment during the watch ends it well", "SUCCEEDED", ended["status"])
    claims.says("the reason says so", ["superseded", "version 3"], ended.get("output"))
    claims.equal("the deployment stays", "3", client.alias("superseded")["FunctionVersion"])


@story
def an_alarm_in_the_watch_rolls_back(client, claims):
    before = client.function("watched")
    client.alarm("watched-errors")
    execution = client.start(
        {
            "function": "watched",
            "plan": "AllAtOnce",
            "gate": {"alarms": ["watched-errors"], "metrics": False},
            "watch": "PT30M",
        }
    )
    client.until_at("watched", "2")
    client.set("watched-errors", "ALARM")
    ended = client.end(execution)
    claims.equal("an alarm in the watch rolls back", "RolledBack", ended.get("error"))
    claims.says(
        "its Cause says at what weight", ["watched-errors", "weight 100"], ended.get("cause")
    )
    claims.equal("all is as before", served(before), served(client.alias("watched")))


@story
def the_definition_is_whole(client, claims):
    client.function("defined")
    described = client.executions.describe_state_machine(stateMachineArn=MACHINE)
    states = json.loads(described["definition"])["States"]
    tasks = {name: it for name, it in states.items() if it["Type"] == "Task"}
    claims.equal("no token of the definition is unfilled", -1, described["definition"].find("${"))
    calling = {name: it for name, it in tasks.items() if "FunctionName" in it["Parameters"]}
    for name, task in calling.items():
        arn = task["Parameters"]["FunctionName"]
        found = client.functions.get_function(FunctionName=arn)["Configuration"]
        claims.equal(f"{name}: its function is there", arn, found["FunctionArn"])
    now = client.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    payload = {
        "request": alone("defined", "AllAtOnce"),
        "release": {},
        "execution": MACHINE.replace(":stateMachine:", ":execution:") + ":by-hand",
        "startedAt": now,
        "now": now,
    }
    answer = client.functions.invoke(
        FunctionName=tasks["Prepare"]["Parameters"]["FunctionName"], Payload=json.dumps(payload)
    )
    release = json.load(answer["Payload"])
    claims.equal(
        "Prepare can be invoked by hand",
        (200, None, "PROMOTE", "defined-2"),
        (
            answer["StatusCode"],
            answer.get("FunctionError"),
            release.get("decision"),
            release.get("id"),
        ),
    )
    answer = client.functions.invoke(
        FunctionName=tasks["Prepare"]["Parameters"]["FunctionName"],
        Payload=json.dumps({**payload, "request": {}}),
    )
    thrown = json.load(answer["Payload"])
    claims.equal(
        "a handler's refusal is a function error",
        (
            "Unhandled",
            "dev.coalmine.target.RefusedException",
            ["errorMessage", "errorType", "stackTrace"],
        ),
        (answer.get("FunctionError"), thrown.get("errorType"), sorted(thrown)),
    )


@story
def a_widget_draws_releases(client, claims):
    client.function("drawn")
    execution = client.start(alone("drawn", steps((25, "PT5M")), id="drawn-by-hand"))
    client.until_split("drawn", 0.25)

    def shown(**widget):
        answer = client.functions.invoke(
            FunctionName="coalmine-DrawReleaseFunction", Payload=json.dumps(widget)
        )
        return json.load(answer["Payload"])

    claims.says(
        "a widget lists what runs, with links", ["drawn-by-hand", "25 %", "<cwdb-action "], shown()
    )
    claims.says(
        "a widget draws a release in the dashboard's colours",
        ["<svg", 'class="coalmine dark"', "drawn-by-hand", "All releases"],
        shown(release="drawn-by-hand", widgetContext={"theme": "dark"}),
    )
    claims.says("a widget says what it can't show", ["no release nobody"], shown(release="nobody"))
    claims.says("a widget describes itself", ["``` yaml"], shown(describe=True))
    claims.equal("a release that was drawn goes on", "SUCCEEDED", client.end(execution)["status"])


@story
def the_unknown_is_refused(client, claims):
    calls = [
        ("lambda.list_event_source_mappings", client.functions.list_event_source_mappings, {}),
        ("lambda.list_layers", client.functions.list_layers, {}),
        ("stepfunctions.create_activity", client.executions.create_activity, {"name": "a"}),
        ("cloudwatch.list_dashboards", client.alarms.list_dashboards, {}),
        ("apigateway.get_api_keys", client.apis.get_api_keys, {}),
        ("events.list_archives", client.events.list_archives, {}),
        ("codepipeline.list_pipelines", client.pipelines.list_pipelines, {}),
    ]
    for name, call, arguments in calls:
        status, error = refused(call, **arguments)
        claims.holds(
            f"{name} is refused in its service's shape",
            400 <= status < 500 and not error.isdigit() and error != "",
            "4xx and a code",
            f"{status} {error!r}",
        )
    errors = [
        (
            "a function",
            client.functions.get_function,
            {"FunctionName": "nobody"},
            "ResourceNotFoundException",
            404,
        ),
        (
            "an execution",
            client.executions.describe_execution,
            {"executionArn": MACHINE.replace(":stateMachine:", ":execution:") + ":nobody"},
            "ExecutionDoesNotExist",
            400,
        ),
        (
            "an alarm",
            client.alarms.set_alarm_state,
            {"AlarmName": "nobody", "StateValue": "OK", "StateReason": "test"},
            "ResourceNotFound",
            404,
        ),
    ]
    for what, call, arguments, error, status in errors:
        claims.equal(
            f"{what} that is not there is {error}", (status, error), refused(call, **arguments)
        )
    client.function("locked")
    stale = {"FunctionName": "locked", "Name": "live", "FunctionVersion": "2", "RevisionId": "old"}
    claims.equal(
        "a stale RevisionId is 412",
        (412, "PreconditionFailedException"),
        refused(client.functions.update_alias, **stale),
    )


@story
def the_command_line_steers_a_release(client, claims):
    before = client.function("steered")

    def told(exit_code, *words):
        done = subprocess.run(
            [str(ROOT / "coalmine"), *words, "--endpoint", client.endpoint, "--json"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        claims.equal(f"coalmine {words[0]} exits {exit_code}", exit_code, done.returncode)
        return json.loads(done.stdout)

    def stands(*words):
        found = until(
            lambda: told(0, "status", "steered-2"),
            lambda found: found["standing"] in words,
            f"steered-2 is {words}",
        )
        return found["standing"], found.get("weight")

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
        permissions = told(0, "start", str(file), "--dry-run")["permissions"]
        claims.equal(
            "a dry run asks all who write",
            ["ShiftWeight", "Promote", "Rollback"],
            [it["state"] for it in permissions if it["granted"]],
        )
        claims.equal("a dry run leaves the alias as it was", before, client.alias("steered"))
        execution = told(0, "start", str(file), "--name", "steered")["execution"]
    client.until_split("steered", 0.1)
    said = told(0, "pause", "steered-2", "--by", "ann", "--why", "lunch")
    claims.equal("a release is paused", "paused by ann: lunch", said["reason"])
    claims.equal("its status says so", ("PAUSED", 10), stands("PAUSED"))
    said = told(2, "approve", execution)
    claims.equal("what does not fit is not sent", "steered-2 asks for no approval now", said["error"])
    claims.equal("it is resumed", "resumed by ann", told(0, "resume", "steered", "--by", "ann")["reason"])
    told(0, "skip", "steered-2", "--by", "ann")
    claims.equal("it asks", ("ASKS", 10), stands("ASKS"))
    told(0, "approve", "steered-2", "--by", "ann")
    claims.equal("it goes on", "RUNNING", stands("RUNNING", "PROMOTED")[0])
    claims.equal("it is promoted", "promoted by ann", told(0, "promote", "steered-2", "--by", "ann")["reason"])
    client.until_at("steered", "2")
    told(0, "skip", "steered-2")
    claims.equal("the watch is over", ("PROMOTED", 100), stands("PROMOTED"))
    claims.equal("boto3 reads the same", "SUCCEEDED", client.end(execution)["status"])
    claims.equal("it is taken back", "ROLLED_BACK", told(0, "revert", "steered-2")["outcome"])
    claims.equal("the alias is as it was", served(before), served(client.alias("steered")))


@story
def bad_command_lines_exit_64(client, claims):
    port = client.endpoint.rsplit(":", 1)[1]
    cases = [
        (["nonsense"], "nonsense"),
        (["rehearse", "no such.json"], "event no such.json can't be read: there is no such file"),
        (["rehearse", "/"], "Is a directory"),
        (["rehearse", "--log", "/no/such/folder/log"], "log /no/such/folder/log can't be written"),
        (["rehearse", "--traffic", "stampede"], "stampede"),
        (["rehearse", "--seed", "x"], "'x'"),
        (["up", "--speed", "0"], "--speed must be above 0"),
        (["up", "--parameter", "NewsEmail=ann"], "Parameters.NewsEmail: ann does not match"),
        (["up", "--port", port], f"port {port} of 127.0.0.1 can't be had"),
    ]
    for words, reason in cases:
        done = subprocess.run(
            [str(ROOT / "coalmine"), *words], capture_output=True, text=True, timeout=PATIENCE
        )
        what = "coalmine " + " ".join(words)
        claims.equal(f"{what} exits 64, prints nothing", (64, ""), (done.returncode, done.stdout))
        first = done.stderr.splitlines()[0] if done.stderr else ""
        claims.says(f"{what} says first what is wrong", [reason], first)


@story
def metrics_are_kept(client, claims):
    client.alarms.put_metric_data(
        Namespace="Boto",
        MetricData=[{"MetricName": "Sold", "Value": value} for value in (1, 2, 39)],
    )
    now = client.now()
    minutes = datetime.timedelta(minutes=1)
    asked = client.alarms.get_metric_data(
        StartTime=now - 5 * minutes,
        EndTime=now + 5 * minutes,
        MetricDataQueries=[
            {"Id": "sold", "MetricStat": stat("Boto", "Sold", "Sum")},
            {"Id": "most", "MetricStat": stat("Boto", "Sold", "Maximum")},
            {"Id": "twice", "Expression": "sold * 2"},
        ],
    )["MetricDataResults"]
    found = {it["Id"]: (sum(it["Values"]), it["StatusCode"]) for it in asked}
    claims.equal("boto3: a sum is kept", (42.0, "Complete"), found.get("sold"))
    claims.equal("boto3: metric math counts", (84.0, "Complete"), found.get("twice"))
    claims.holds(
        "boto3: a maximum is kept", 39 in sum([it["Values"] for it in asked], []), 39, asked
    )
    listed = client.alarms.describe_alarm_history(AlarmName="nobody")["AlarmHistoryItems"]
    claims.equal("boto3: an alarm that is not there has no history", [], listed)
    client.alarm("told-errors")
    client.set("told-errors", "ALARM")
    items = client.alarms.describe_alarm_history(
        AlarmName="told-errors", HistoryItemType="StateUpdate", ScanBy="TimestampAscending"
    )["AlarmHistoryItems"]
    told = [json.loads(it["HistoryData"])["newState"]["stateValue"] for it in items]
    claims.equal("boto3: describe_alarm_history tells each change", ["OK", "ALARM"], told)


def stat(namespace, name, statistic):
    return {"Metric": {"Namespace": namespace, "MetricName": name}, "Period": 60, "Stat": statistic}


@story
def metrics_by_the_cli(client, claims):
    client.cli(*"cloudwatch put-metric-data --namespace Cli --metric-name Sold --value 42".split())
    now = client.now()
    wide = datetime.timedelta(minutes=10)
    asked = client.cli(
        *"cloudwatch get-metric-data --start-time".split(),
        (now - wide).isoformat(),
        "--end-time",
        (now + wide).isoformat(),
        "--metric-data-queries",
        json.dumps([{"Id": "sold", "MetricStat": stat("Cli", "Sold", "Sum")}]),
    )["MetricDataResults"]
    claims.equal("CLI: a metric comes back", [[42.0]], [it["Values"] for it in asked])


@story
def a_metric_raises_its_alarm(client, claims):
    client.function("measured")
    client.alarm("measured-errors")
    client.alarms.put_metric_alarm(
        AlarmName="measured-errors",
        Namespace="Orders",
        MetricName="measured-errors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=5,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="ignore",
    )
    execution = client.start(
        {
            "function": "measured",
            "plan": steps((10, "PT30M")),
            "gate": {"alarms": ["measured-errors"], "metrics": False},
        }
    )
    client.until_split("measured", 0.1)
    client.alarms.put_metric_data(
        Namespace="Orders", MetricData=[{"MetricName": "measured-errors", "Value": 31}]
    )
    ended = client.end(execution)
    claims.equal("data over an alarm's threshold rolls back", "RolledBack", ended.get("error"))
    claims.says(
        "its Cause has the alarm's numbers", ["measured-errors", "31.0", "5.0"], ended.get("cause")
    )


class Api:
    """A REST API with GET /orders before the function of its name, and its callers at the front door.

    They meet alias live, as stage variable lambdaAlias says.
    """

    def __init__(self, client, name, *aliases):
        self.client = client
        self.id, self.deployment, self.newer = client.api(name, name)
        for alias in aliases:
            self.allow(name, alias)
        self.path = f"/_aws/execute-api/{self.id}/prod/orders"

    def allow(self, function, alias):
        self.client.functions.add_permission(
            FunctionName=function,
            Qualifier=alias,
            StatementId=f"api-{self.id}",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:us-east-1:000000000000:{self.id}/*/GET/orders",
        )

    def patch(self, *operations):
        self.client.patch(self.id, *operations)

    def release(self, *plan, **more):
        """Starts a release of stage prod to the newer deployment and alias next."""
        target = {
            "restApi": self.id,
            "stage": "prod",
            "deployment": self.newer,
            "variables": {"lambdaAlias": "next"},
        }
        return self.client.start({"targets": [target], "plan": steps(*plan, poll="PT1M"), **more})

    def until_split(self, percent):
        """The stage, once its canary has the share."""
        return until(
            lambda: self.client.stage(self.id),
            lambda found: found.get("canarySettings", {}).get("percentTraffic") == percent,
            f"stage {self.id}/prod is split at {percent}",
        )

    def get(self, path=None):
        """Status, headers and body of one request; any status will do."""
        with contextlib.closing(self.connection()) as connection:
            return self.ask(connection, path or self.path)

    def connection(self):
        return http.client.HTTPConnection(
            self.client.endpoint.removeprefix("http://"), timeout=PATIENCE
        )

    @staticmethod
    def ask(connection, path):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def load(self, requests, threads=4):
        """So many requests at once; how often came which status from which version, and side."""
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            parts = [requests // threads] * threads
            return sum(pool.map(self._some, parts), collections.Counter())

    def _some(self, requests):
        with contextlib.closing(self.connection()) as connection:
            return collections.Counter(self._told(connection) for _ in range(requests))

    def _told(self, connection):
        status, headers, _ = self.ask(connection, self.path)
        return (
            status,
            headers.get("X-Amz-Executed-Version"),
            headers.get("X-Coalmine-Canary") == "true",
        )

    @contextlib.contextmanager
    def callers(self, a_second=200, threads=4):
        """Steady callers for as long as the block lasts."""
        over = threading.Event()

        def call():
            with contextlib.closing(self.connection()) as connection:
                while not over.wait(threads / a_second):
                    self.ask(connection, self.path)

        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            calls = [pool.submit(call) for _ in range(threads)]
            try:
                yield
            finally:
                over.set()
        for done in calls:
            done.result()


def share(found, version):
    """The share of a load that a version served, in percent."""
    return 100 * sum(n for (_, ran, _), n in found.items() if ran == version) / sum(found.values())


LOAD = 20_000  # chance alone stays within a point of a tenth of it


@story
def the_front_door_shares_out(client, claims):
    client.function("shop", versions=3)
    client.functions.create_alias(FunctionName="shop", Name="next", FunctionVersion="2")
    api = Api(client, "shop", "live", "next")
    claims.equal(
        "the front door: the alias' version answers",
        (200, "1", {"function": "shop", "version": "1"}),
        (lambda it: (it[0], it[1]["X-Amz-Executed-Version"], json.loads(it[2])))(api.get()),
    )
    api.patch(
        ("replace", "/canarySettings/deploymentId", api.deployment),
        ("replace", "/canarySettings/percentTraffic", "10"),
        ("replace", "/canarySettings/stageVariableOverrides/lambdaAlias", "next"),
    )
    found = api.load(LOAD)
    claims.holds(
        f"a stage canary at 10 % gets 10 % of {LOAD} requests",
        9 <= share(found, "2") <= 11,
        "9 to 11 %",
        found,
    )
    claims.equal(
        "its requests are those that another alias serves",
        {(200, "1", False), (200, "2", True)},
        set(found),
    )
    api.patch(("remove", "/canarySettings"))
    client.functions.update_alias(
        FunctionName="shop", Name="live", RoutingConfig={"AdditionalVersionWeights": {"3": 0.1}}
    )
    found = api.load(LOAD)
    claims.holds(
        f"an alias at 10 % gives its canary 10 % of {LOAD} requests",
        9 <= share(found, "3") <= 11,
        "9 to 11 %",
        found,
    )
    claims.equal("and the rest to its version", {(200, "1", False), (200, "3", False)}, set(found))


@story
def the_front_door_refuses(client, claims):
    client.function("closed")
    api = Api(client, "closed", "live")
    prod = api.path.rsplit("/", 1)[0]
    api.patch(("replace", "/variables/lambdaAlias", "nobody"))
    client.functions.create_alias(FunctionName="closed", Name="shut", FunctionVersion="1")
    cases = [
        ("another stage", prod + "x/orders", 403, "ForbiddenException", "Forbidden"),
        (
            "another path",
            prod + "/bills",
            403,
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
        ),
        (
            "an alias that is not there",
            api.path,
            500,
            "InternalServerErrorException",
            "Internal server error",
        ),
    ]
    cases.append(("an alias without a permission", *cases[-1][1:]))
    for what, path, status, error, message in cases:
        if what == "an alias without a permission":
            api.patch(("replace", "/variables/lambdaAlias", "shut"))
        found, headers, body = api.get(path)
        claims.equal(
            f"the front door: {what} is {status}",
            (status, error, {"message": message}),
            (found, headers["x-amzn-ErrorType"], json.loads(body)),
        )
    api.allow("closed", "shut")
    claims.equal("the front door: a permission opens it", 200, api.get()[0])


@story
def a_version_that_starts_failing_under_load_is_rolled_back(client, claims):
    before = client.function("loaded", versions=1)
    client.functions.update_function_configuration(
        FunctionName="loaded", Environment={"Variables": {"COALMINE_ERRORS_AFTER": "PT3M"}}
    )
    client.functions.publish_version(FunctionName="loaded")
    api = Api(client, "loaded", "live")
    with api.callers():
        execution = client.start(
            {"function": "loaded", "plan": steps((10, "PT30M"), poll="PT1M"), "watch": "PT0S"}
        )
        client.until_split("loaded", 0.1)
        began = client.now()
        ended = client.end(execution)
        claims.equal("a version that starts failing is rolled back", "RolledBack", ended.get("error"))
        claims.says(
            "its Cause has the errors that callers got",
            ["errors: canary", "baseline 0 of", "at weight 10"],
            ended.get("cause"),
        )
        lasted = (client.now() - began).total_seconds()
        claims.holds("not before it failed", lasted > 180, "over 180 s", lasted)
    claims.equal("the alias is back as it was", served(before), served(client.alias("loaded")))
    claims.equal(
        "callers get the old version alone, and no errors",
        {(200, "1", False): 2000},
        dict(api.load(2000)),
    )



@story
def a_stage_is_promoted_under_load(client, claims):
    client.function("staged")
    client.functions.create_alias(FunctionName="staged", Name="next", FunctionVersion="2")
    api = Api(client, "staged", "live", "next")
    api.patch(("replace", "/description", "the shop"))
    before = client.stage(api.id)
    with api.callers():
        # As long as the load takes, whatever the machine: then somebody ends the bake.
        execution = api.release((10, "PT3H"), watch="PT2M")
        split = api.until_split(10)
        claims.equal(
            "a stage's canary is the newer deployment at alias next",
            (api.deployment, VARIABLES, api.newer, {"lambdaAlias": "next"}),
            (
                split["deploymentId"],
                split["variables"],
                split["canarySettings"]["deploymentId"],
                split["canarySettings"]["stageVariableOverrides"],
            ),
        )
        claims.equal(
            "a split stage takes no ordinary deployment",
            (400, "BadRequestException"),
            refused(client.apis.create_deployment, restApiId=api.id, stageName="prod"),
        )
        found = api.load(LOAD)
        claims.holds(
            f"a stage released at 10 % gives its canary 10 % of {LOAD} requests",
            9 <= share(found, "2") <= 11,
            "9 to 11 %",
            found,
        )
        subprocess.run(
            [str(ROOT / "coalmine"), "skip", execution, "--endpoint", client.endpoint],
            stdout=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
        ended = client.end(execution)
    claims.equal("a healthy stage is promoted", "SUCCEEDED", ended["status"])
    claims.says("its reason has the errors of callers", ["errors: canary 0 of"], ended.get("output"))
    claims.equal(
        "a promoted stage has deployment, variables and its description, and no canary",
        {**before, "deploymentId": api.newer, "variables": {**VARIABLES, "lambdaAlias": "next"}},
        client.stage(api.id),
    )
    claims.equal("callers get the new version alone", {(200, "2", False): 2000}, dict(api.load(2000)))
    deployed = client.apis.create_deployment(restApiId=api.id, stageName="prod")["id"]
    claims.equal(
        "then an ordinary deployment works", deployed, client.stage(api.id)["deploymentId"]
    )


@story
def a_stage_that_starts_failing_under_load_is_rolled_back(client, claims):
    client.function("spoiled", versions=1)
    client.functions.update_function_configuration(
        FunctionName="spoiled", Environment={"Variables": {"COALMINE_ERRORS_AFTER": "PT3M"}}
    )
    client.functions.publish_version(FunctionName="spoiled")
    client.functions.create_alias(FunctionName="spoiled", Name="next", FunctionVersion="2")
    api = Api(client, "spoiled", "live", "next")
    before = client.stage(api.id)
    with api.callers():
        execution = api.release((10, "PT30M"), watch="PT0S")
        api.until_split(10)
        began = client.now()
        ended = client.end(execution)
        claims.equal("a stage that starts failing is rolled back", "RolledBack", ended.get("error"))
        claims.says(
            "its Cause has the errors that the stage's callers got",
            ["errors: canary", "baseline 0 of", "at weight 10"],
            ended.get("cause"),
        )
        lasted = (client.now() - began).total_seconds()
        claims.holds("the stage not before it failed", lasted > 120, "over 120 s", lasted)
    claims.equal("the stage is back as it was", before, client.stage(api.id))
    claims.equal(
        "the stage's callers get the old version alone, and no errors",
        {(200, "1", False): 2000},
        dict(api.load(2000)),
    )
    deployed = client.apis.create_deployment(restApiId=api.id, stageName="prod")["id"]
    claims.equal(
        "after a rollback an ordinary deployment works",
        deployed,
        client.stage(api.id)["deploymentId"],
    )


@story
def an_api_is_built(client, claims):
    apis = client.apis
    made = apis.create_rest_api(name="built", description="for a try")
    api, root = made["id"], made["rootResourceId"]
    claims.equal("an API is created with 201", 201, made["ResponseMetadata"]["HTTPStatusCode"])
    claims.equal("its id has ten characters", 10, len(api))
    claims.holds(
        "createdDate is a moment of up's clock",
        abs((client.now() - made["createdDate"]).total_seconds()) < 60 * PATIENCE,
        "about now",
        made["createdDate"],
    )
    claims.equal(
        "an API without methods is not deployed",
        bad("The REST API doesn't contain any methods"),
        refusal(apis.create_deployment, restApiId=api),
    )
    orders = apis.create_resource(restApiId=api, parentId=root, pathPart="orders")
    claims.equal(
        "a resource has its path", ("/orders", root), (orders["path"], orders["parentId"])
    )
    at = {"restApiId": api, "resourceId": orders["id"], "httpMethod": "GET"}
    apis.put_method(authorizationType="NONE", **at)
    claims.equal(
        "a method without integration is not deployed",
        bad("No integration defined for method"),
        refusal(apis.create_deployment, restApiId=api),
    )
    apis.put_method_response(statusCode="200", **at)
    apis.put_integration(
        type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'}, **at
    )
    apis.put_integration_response(
        statusCode="200", selectionPattern="", responseTemplates={"application/json": "{}"}, **at
    )
    claims.equal("get_integration tells it", "MOCK", apis.get_integration(**at)["type"])
    claims.equal(
        "get_resources names methods alone",
        [("/", None), ("/orders", {"GET": {}})],
        [
            (it["path"], it.get("resourceMethods"))
            for it in apis.get_resources(restApiId=api)["items"]
        ],
    )
    full = apis.get_resources(restApiId=api, embed=["methods"])["items"][1]["resourceMethods"]
    claims.equal(
        "embed=methods tells all of them", "MOCK", full["GET"]["methodIntegration"]["type"]
    )
    pages = apis.get_paginator("get_resources").paginate(
        restApiId=api, PaginationConfig={"PageSize": 1}
    )
    claims.equal("resources come in pages", [1, 1], [len(it["items"]) for it in pages])
    first = apis.create_deployment(restApiId=api, stageName="prod", description="first")
    claims.equal(
        "a deployment is created with 201", 201, first["ResponseMetadata"]["HTTPStatusCode"]
    )
    claims.equal(
        "a new stage is as AWS makes it",
        {
            "deploymentId": first["id"],
            "stageName": "prod",
            "cacheClusterEnabled": False,
            "cacheClusterStatus": "NOT_AVAILABLE",
            "methodSettings": {},
            "tracingEnabled": False,
        },
        client.stage(api),
    )
    apis.put_method(restApiId=api, resourceId=root, httpMethod="ANY", authorizationType="NONE")
    summary = apis.get_deployment(restApiId=api, deploymentId=first["id"], embed=["apisummary"])
    claims.equal(
        "a deployment is the API as it was", ["/orders"], sorted(summary.get("apiSummary", {}))
    )
    claims.equal(
        "a stage is not created twice",
        (409, "ConflictException", "Stage already exists"),
        refusal(apis.create_stage, restApiId=api, stageName="prod", deploymentId=first["id"]),
    )
    claims.equal(
        "a deployment in use is not deleted",
        bad("Active stages pointing to this deployment must be moved or deleted"),
        refusal(apis.delete_deployment, restApiId=api, deploymentId=first["id"]),
    )
    gone = [
        apis.delete_stage(restApiId=api, stageName="prod"),
        apis.delete_deployment(restApiId=api, deploymentId=first["id"]),
        apis.delete_rest_api(restApiId=api),
    ]
    claims.equal(
        "deletions are accepted with 202",
        [202] * 3,
        [it["ResponseMetadata"]["HTTPStatusCode"] for it in gone],
    )
    claims.equal(
        "a deleted API is not found",
        (404, "NotFoundException"),
        refused(apis.get_rest_api, restApiId=api),
    )


@story
def a_stage_canary_is_created(client, claims):
    api, first, _ = client.api("created-canary")
    deploy = {"restApiId": api, "stageName": "prod"}

    def canary(percent, **overrides):
        return {"percentTraffic": percent, "stageVariableOverrides": overrides}

    before = client.stage(api)
    for percent, overrides in ((50, {"lambdaAlias": "next"}), (5, {"table": "new"})):
        made = client.apis.create_deployment(canarySettings=canary(percent, **overrides), **deploy)
        made_of = {"deploymentId": made["id"], "useStageCache": False}
        claims.equal(
            f"canarySettings of CreateDeployment make a canary of {percent} %, whatever was there",
            {**before, "canarySettings": {**canary(float(percent), **overrides), **made_of}},
            client.stage(api),
        )
    invalid = "Invalid deployment content specified."
    nowhere = invalid + "Non null and non empty stageName must be provided for canary deployment."
    cases = [
        ("no stageName", {}, f"{nowhere} Provided value is null"),
        ("an empty stageName", {"stageName": ""}, f"{nowhere} Provided value is "),
        (
            "a missing stage",
            {"stageName": "none"},
            f"{invalid}Stage none must already be created before making a canary release"
            " deployment",
        ),
    ]
    for what, stage, message in cases:
        claims.equal(
            f"a canary deployment with {what} is refused",
            bad(message),
            refusal(
                client.apis.create_deployment, restApiId=api, canarySettings=canary(1.0), **stage
            ),
        )
    claims.equal(
        "an ordinary deployment is refused while there is a canary",
        bad(
            f"{invalid}Non canary deployment not supported on stage prod because Canary is enabled."
            " Provide CanarySettings in deploymentInput."
        ),
        refusal(client.apis.create_deployment, **deploy),
    )
    third = client.apis.create_deployment(restApiId=api)["id"]
    client.patch(api, ("replace", "/canarySettings/deploymentId", third))
    after = client.stage(api)
    claims.equal(
        "a deployment without stage is taken, and the canary pointed at it",
        (first, third),
        (after["deploymentId"], after["canarySettings"]["deploymentId"]),
    )
    claims.equal(
        "the canary's deployment is not deleted",
        bad("Active stages pointing to this deployment must be moved or deleted"),
        refusal(client.apis.delete_deployment, restApiId=api, deploymentId=third),
    )
    client.patch(api, ("remove", "/canarySettings"))
    client.apis.create_deployment(**deploy)
    claims.equal(
        "without canary an ordinary deployment moves the stage and leaves its variables",
        VARIABLES,
        client.stage(api)["variables"],
    )


@story
def a_stage_canary_is_patched(client, claims):
    api, first, second = client.api("patched-canary")
    before = client.stage(api)

    def with_canary(deployment, percent, overrides=None, cache=False):
        settings = {
            "deploymentId": deployment,
            "percentTraffic": percent,
            "useStageCache": cache,
            **({"stageVariableOverrides": overrides} if overrides else {}),
        }
        return {**before, "canarySettings": settings}

    overrides = "/canarySettings/stageVariableOverrides"
    percent = "/canarySettings/percentTraffic"
    changes = [
        ("percentTraffic makes a canary", ("replace", percent, "10.0"), with_canary(first, 10.0)),
        ("remove takes it away", ("remove", "/canarySettings"), before),
        (
            "deploymentId makes a canary without traffic",
            ("replace", "/canarySettings/deploymentId", second),
            with_canary(second, 0.0),
        ),
        ("percentTraffic is set", ("replace", percent, "5"), with_canary(second, 5.0)),
        (
            "useStageCache is set",
            ("replace", "/canarySettings/useStageCache", "true"),
            with_canary(second, 5.0, cache=True),
        ),
        (
            "an override is added",
            ("replace", overrides + "/lambdaAlias", "next"),
            with_canary(second, 5.0, {"lambdaAlias": "next"}, True),
        ),
        (
            "an override is set",
            ("replace", overrides + "/lambdaAlias", "newer"),
            with_canary(second, 5.0, {"lambdaAlias": "newer"}, True),
        ),
        (
            "an override is removed",
            ("remove", overrides + "/lambdaAlias"),
            with_canary(second, 5.0, cache=True),
        ),
    ]
    for what, operation, wanted in changes:
        client.patch(api, operation)
        claims.equal(f"canary settings: {what}", wanted, client.stage(api))
    known = client.stage(api)
    refuse_patches(client, claims, api)
    claims.equal("no refused operation changed anything", known, client.stage(api))
    together = [("replace", percent, "99"), ("replace", "/deploymentId", "none")]
    claims.equal(
        "one refused operation refuses them all",
        bad("Deployment id does not exist"),
        refusal(client.patch, api, *together),
    )
    claims.equal("and then none is applied", known, client.stage(api))


def refuse_patches(client, claims, api):
    removed = "Cannot remove method setting {} because there is no method setting for this method "
    copied = (
        "Invalid copy operation with path: {} and from {}. Valid copy:path are [/deploymentId,"
        " /variables] and valid copy:from are [/canarySettings/deploymentId,"
        " /canarySettings/stageVariableOverrides]"
    )
    overrides = "/canarySettings/stageVariableOverrides"
    cases = [
        (("add", "/canarySettings/deploymentId", "x"), "Invalid add operation with path: {}"),
        (("remove", overrides), removed.format(overrides[1:])),
        (("remove", "/canarySettings/badPath"), removed.format("canarySettings/badPath")),
        (("remove", "/*/*"), removed.format("*/*")),
        (("replace", "/canarySettings", "x"), "Invalid method setting path: {}. Must be one of: ["),
        (
            ("replace", "/canarySettings/badPath", "x"),
            "Invalid method setting path: {}. Must be one of: [/deploymentId, /description, ",
        ),
        (("replace", "/canarySettings/deploymentId", "x"), "Deployment id does not exist"),
        (("replace", "/variables/a:b", "x"), "Invalid stage variable name: a:b.  Please use"),
        (("replace", "/variables/a", "$LATEST"), "Invalid stage variable value: $LATEST.  Please"),
        (("copy", overrides, "/variables"), copied.format(overrides, "/variables")),
    ]
    for operation, message in cases:
        status, code, said = refusal(client.patch, api, operation)
        what = " ".join(operation)
        claims.equal(f"{what}: 400", (400, "BadRequestException"), (status, code))
        claims.says(f"{what}: refused in AWS's words", [message.format(operation[1])], said)
    for percent in ("100.1", "-1", "ten"):  # in which words, nobody knows
        claims.equal(
            f"percentTraffic {percent} is refused",
            (400, "BadRequestException"),
            refusal(client.patch, api, ("replace", "/canarySettings/percentTraffic", percent))[:2],
        )
    claims.equal(
        "an unknown op is a constraint of the model",
        (400, "ValidationException"),
        refusal(client.patch, api, ("wrong", "/deploymentId", "x"))[:2],
    )
    claims.equal(
        "an unknown stage is not found",
        (404, "NotFoundException", "Invalid Stage identifier specified"),
        refusal(client.apis.update_stage, restApiId=api, stageName="none", patchOperations=[]),
    )


@story
def a_stage_canary_is_promoted(client, claims):
    api, first, second = client.api("promoted-canary")
    before = client.stage(api)
    promotion = [
        ("copy", "/variables", "/canarySettings/stageVariableOverrides"),
        ("copy", "/deploymentId", "/canarySettings/deploymentId"),
    ]
    for operation in promotion:
        claims.equal(
            f"without a canary nothing is copied to {operation[1]}",
            bad("Promotion not available. Canary does not exist."),
            refusal(client.patch, api, operation),
        )
    claims.equal(
        "removing no canary is refused",
        (400, "BadRequestException"),
        refusal(client.patch, api, ("remove", "/canarySettings"))[:2],
    )
    start = [
        ("replace", "/canarySettings/deploymentId", second),
        ("replace", "/canarySettings/percentTraffic", "10.0"),
        ("replace", "/canarySettings/stageVariableOverrides/lambdaAlias", "next"),
    ]
    client.patch(api, *start)
    client.patch(api, ("remove", "/canarySettings"))
    claims.equal("rolled back, a stage is as it was", before, client.stage(api))
    client.patch(api, *start)
    client.patch(api, ("replace", "/canarySettings/percentTraffic", "0.0"), *promotion)
    merged = {**VARIABLES, "lambdaAlias": "next"}
    claims.equal(
        "promotion merges the variables and leaves the canary",
        {
            **before,
            "deploymentId": second,
            "variables": merged,
            "canarySettings": {
                "deploymentId": second,
                "percentTraffic": 0.0,
                "stageVariableOverrides": {"lambdaAlias": "next"},
                "useStageCache": False,
            },
        },
        client.stage(api),
    )
    client.patch(api, ("remove", "/canarySettings"), ("remove", "/variables/table"))
    claims.equal(
        "then canary and variable are removed",
        {**before, "deploymentId": second, "variables": {"lambdaAlias": "next"}},
        client.stage(api),
    )
    client.patch(
        api,
        ("replace", "/canarySettings/percentTraffic", "0.0"),
        ("copy", "/deploymentId", "/canarySettings/deploymentId"),
    )
    claims.equal(
        "an operation sees what those before it did",
        (second, 0.0),
        (client.stage(api)["deploymentId"], client.stage(api)["canarySettings"]["percentTraffic"]),
    )
    client.apis.delete_deployment(restApiId=api, deploymentId=first)


@story
def cli_patches_a_stage(client, claims):
    api, first, second = client.api("cli-api")
    stage = f"--rest-api-id {api} --stage-name prod".split()
    split = client.cli(
        *"apigateway update-stage".split(),
        *stage,
        "--patch-operations",
        f"op=replace,path=/canarySettings/deploymentId,value={second}",
        "op=replace,path=/canarySettings/percentTraffic,value=10.0",
    )
    wanted = {"percentTraffic": 10.0, "deploymentId": second, "useStageCache": False}
    claims.equal("CLI: update-stage makes a canary", wanted, split.get("canarySettings"))
    found = client.cli(*"apigateway get-stage".split(), *stage)
    claims.equal(
        "CLI: get-stage tells it",
        (first, wanted),
        (found.get("deploymentId"), found.get("canarySettings")),
    )
    listed = client.cli(*f"apigateway get-resources --rest-api-id {api}".split())
    claims.equal(
        "CLI: get-resources lists them",
        ["/", "/orders"],
        [it["path"] for it in listed.get("items", [])],
    )


@story
def an_alias_lets_api_gateway_in(client, claims):
    client.function("permitted")
    source = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/*/GET/orders"
    live = {"FunctionName": "permitted", "Qualifier": "live"}
    permission = {
        "StatementId": "api",
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": source,
        **live,
    }
    statement = {
        "Sid": "api",
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": LAMBDA + "permitted:live",
        "Condition": {"ArnLike": {"AWS:SourceArn": source}},
    }
    none = (404, "ResourceNotFoundException", "The resource you requested does not exist.")
    claims.equal("at first there is no policy", none, refusal(client.functions.get_policy, **live))
    before = client.alias("permitted")["RevisionId"]
    added = client.functions.add_permission(**permission)
    claims.equal("add_permission answers its statement", statement, json.loads(added["Statement"]))
    policy = client.functions.get_policy(**live)
    claims.equal(
        "get_policy tells it",
        {"Version": "2012-10-17", "Id": "default", "Statement": [statement]},
        json.loads(policy["Policy"]),
    )
    after = client.alias("permitted")["RevisionId"]
    claims.equal(
        "the alias has the policy's revision, a new one",
        (policy["RevisionId"], True),
        (after, after != before),
    )
    claims.equal(
        "the function has no policy by that",
        none,
        refusal(client.functions.get_policy, FunctionName="permitted"),
    )
    claims.equal(
        "a statement is added once",
        (409, "ResourceConflictException"),
        refused(client.functions.add_permission, **permission),
    )
    client.functions.remove_permission(StatementId="api", **live)
    claims.equal("removed, there is none", none, refusal(client.functions.get_policy, **live))


@story
def a_rule_of_ones_own_starts_a_release(client, claims):
    client.function("doored")
    client.rule(
        "doored-published",
        {
            "source": ["aws.lambda"],
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {
                "eventName": [{"prefix": "PublishVersion"}],
                "errorCode": [{"exists": False}],
                "responseElements": {"functionName": ["doored"]},
            },
        },
        {
            "Id": "workflow",
            "Arn": MACHINE,
            "RoleArn": ROLE,
            "InputTransformer": {
                "InputPathsMap": {
                    "function": "$.detail.responseElements.functionName",
                    "version": "$.detail.responseElements.version",
                },
                "InputTemplate": json.dumps(
                    alone("<function>", "AllAtOnce", version="<version>", id="doored-<version>")
                ),
            },
            "DeadLetterConfig": {"Arn": QUEUES + "doored"},
        },
    )
    refused(client.functions.publish_version, FunctionName="doored-nobody")
    client.functions.update_function_code(FunctionName="doored", ZipFile=code(3))
    client.functions.publish_version(FunctionName="doored")
    client.until_at("doored", "3")
    mine = [
        it
        for it in client.executions.list_executions(stateMachineArn=MACHINE)["executions"]
        if '"doored-3"' in client.executions.describe_execution(executionArn=it["executionArn"])["input"]
    ]
    claims.equal("boto3: PublishVersion starts one release of the version", 1, len(mine))
    claims.equal("boto3: it is promoted", "SUCCEEDED", client.end(mine[0]["executionArn"])["status"])
    name = mine[0]["name"]
    claims.holds(
        "boto3: EventBridge names the execution", len(name) == 73 and "_" in name, "two ids", name
    )
    claims.equal("boto3: nothing is left in the queue", [], client.letters("doored"))


@story
def boto3_puts_events(client, claims):
    client.events.create_event_bus(Name="shop")
    queue = {"Id": "queue", "Arn": QUEUES + "shop", "InputPath": "$.detail"}
    client.rule("shop-orders", {"source": ["shop"]}, queue, EventBusName="shop")
    entry = {"Source": "shop", "DetailType": "Order Placed", "EventBusName": "shop"}
    put = client.events.put_events(
        Entries=[
            {**entry, "Detail": '{"order": 1}', "Time": client.now()},
            {**entry, "Detail": "no JSON"},
            {**entry, "Detail": '{"order": 2}', "EventBusName": "nowhere"},
            {**entry, "Detail": '{"order": 3}', "Source": "aws.shop"},
        ]
    )
    claims.equal(
        "boto3: put_events fails the bad entries alone",
        (2, [None, "MalformedDetail", None, "NotAuthorizedForSource"]),
        (put["FailedEntryCount"], [it.get("ErrorCode") for it in put["Entries"]]),
    )
    letters = until(lambda: client.letters("shop"), lambda it: it, "the event is delivered")
    claims.equal("boto3: a rule's target gets its part of the event", ['{"order":1}'], letters)
    claims.equal(
        "boto3: list_targets_by_rule tells the target",
        [queue],
        client.events.list_targets_by_rule(Rule="shop-orders", EventBusName="shop")["Targets"],
    )
    claims.equal(
        "boto3: a rule that is not there is not found",
        (400, "ResourceNotFoundException", "Rule nothing does not exist on EventBus default."),
        refusal(client.events.describe_rule, Name="nothing"),
    )
    claims.equal(
        "boto3: eleven entries are too many",
        (400, "ValidationException"),
        refused(client.events.put_events, Entries=[{**entry, "Detail": "{}"}] * 11),
    )


@story
def news_of_a_stopped_release(client, claims):
    client.function("newsy")
    client.rule(
        "newsy",
        {"source": ["coalmine"], "detail": {"id": ["newsy-2"], "state": ["ROLLED_BACK"]}},
        {"Id": "queue", "Arn": QUEUES + "newsy"},
    )
    execution = client.start(alone("newsy", steps((10, "PT1H"))))
    client.until_split("newsy", 0.1)
    client.executions.stop_execution(executionArn=execution, cause="by hand")
    heard = until(lambda: client.letters("newsy"), lambda it: it, "the news is heard")
    event = json.loads(heard[0])
    reason = "execution was stopped (ABORTED: by hand): newsy:live is at version 1 again"
    claims.equal(
        "boto3: a rule of one's own hears that a stopped release was taken back",
        ("Coalmine Release State Change", [execution], reason),
        (event["detail-type"], event["resources"], event["detail"]["reason"]),
    )
    told = until(
        lambda: [it["Message"] for it in client.page("topics")[NEWS] if execution in it["Message"]],
        lambda it: it,
        "people are told",
    )
    claims.equal(
        "people are told the same in three lines",
        [f'"Coalmine: ROLLED_BACK newsy-2"\n"{reason}"\n"{execution}"'],
        told,
    )


@story
def cli_makes_a_rule_for_alarms(client, claims):
    client.cli(
        *"events put-rule --name cli-alarms --event-pattern".split(),
        json.dumps({"source": ["aws.cloudwatch"], "detail": {"alarmName": ["cli-rule-alarm"]}}),
    )
    client.cli(
        *"events put-targets --rule cli-alarms --targets".split(),
        f"Id=queue,Arn={QUEUES}cli-alarms,InputPath=$.detail.state.value",
    )
    client.alarm("cli-rule-alarm")
    client.set("cli-rule-alarm", "ALARM")
    told = until(lambda: client.letters("cli-alarms"), lambda it: len(it) > 1, "both are told")
    claims.equal("CLI: a rule hears of an alarm's changes", ['"OK"', '"ALARM"'], told)
    found = client.cli(*"events describe-rule --name cli-alarms".split())
    claims.equal("CLI: describe-rule tells its state", "ENABLED", found.get("State"))


@story
def a_pipelines_job_is_answered(client, claims):
    client.function("piped")
    configuration = {"FunctionName": "piped", "UserParameters": "{}"}
    job = "0c0ffee0-abcd-1111-abcd-111111abcdef"
    begun = client.page(
        "jobs",
        {
            "CodePipeline.job": {
                "id": job,
                "accountId": "000000000000",
                "data": {"actionConfiguration": {"configuration": configuration}},
            }
        },
    )
    claims.equal("a posted job keeps its id", {"jobId": job}, begun)
    client.pipelines.put_job_success_result(jobId=job, continuationToken="on it")
    jobs = until(
        lambda: {
            name: it for name, it in client.page("jobs").items() if it["function"] == "piped"
        },
        lambda found: len(found) > 1,
        "the function is asked again",
    )
    (second,) = (name for name in jobs if name != job)
    claims.equal(
        "boto3: a job is answered once",
        (400, "InvalidJobStateException"),
        refused(client.pipelines.put_job_success_result, jobId=job),
    )
    client.pipelines.put_job_failure_result(
        jobId=second, failureDetails={"type": "JobFailed", "message": "rolled back"}
    )
    ended = client.page("jobs")[second]
    claims.equal(
        "boto3: a failure ends the action", ("FAILED", "rolled back"), (ended["state"], ended["message"])
    )
    claims.equal(
        "boto3: an unknown job is not found",
        (400, "JobNotFoundException"),
        refused(
            client.pipelines.put_job_success_result, jobId="1c0ffee0-abcd-1111-abcd-111111abcdef"
        ),
    )


@story
def a_stacks_request_is_answered(client, claims):
    client.function("stacked")
    door = "arn:aws:lambda:us-east-1:000000000000:function:coalmine-StackRequestFunction"
    event = {
        "RequestType": "Create",
        "ResponseURL": "https://example.invalid/",
        "StackId": "arn:aws:cloudformation:us-east-1:000000000000:stack/stacked/1",
        "LogicalResourceId": "Release",
        "ResourceType": "Custom::CoalmineRelease",
    }
    for request, more in {"there": {"maxDuration": "PT30M"}, "long": {}}.items():
        properties = {"ServiceToken": door, "function": "stacked", "version": "1", **more}
        client.page("stacks", {**event, "RequestId": request, "ResourceProperties": properties})
    told = until(
        lambda: client.page("stacks"),
        lambda it: all(it.get(name, {}).get("status") != "IN_PROGRESS" for name in ("there", "long")),
        "CloudFormation is told",
    )
    there = told["there"]
    claims.equal(
        "a stack's version that is there needs no release",
        ("SUCCESS", "stacked:live", "UNCHANGED"),
        (there["status"], there["physicalResourceId"], there["data"].get("outcome")),
    )
    claims.holds(
        "a stack's release that may not end in time is refused",
        told["long"]["reason"].startswith("Refused: maxDuration 2 h and watch 10 min"),
        "the arithmetic",
        told["long"],
    )


def play(name, client):
    """One story; a story that breaks off is a claim that failed."""
    claims = Claims()
    try:
        STORIES[name](client, claims)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)
        line = next(it.lineno for it in where if it.name == name)
        claims.holds(f"{name} comes to its end", False, "no error", f"{error!r} (line {line})")
    return claims


def clock(client, claims, before, began):
    passed = (client.now() - before).total_seconds() / (time.monotonic() - began)
    claims.holds(
        f"the clock runs {SPEED} times as fast as the wall",
        0.9 * SPEED < passed < 1.1 * SPEED,
        f"about {SPEED}",
        round(passed, 1),
    )


def main(names):
    unknown = [name for name in names if name not in STORIES]
    if unknown or not shutil.which("aws"):
        print(f"no story {unknown}: there are {list(STORIES)}" if unknown else "no AWS CLI found")
        return 64
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.update(ENVIRONMENT)
    with Up("--speed", str(SPEED), "--parameter", "NewsEmail=ann@example.com") as up:
        client = Client(up.endpoint)
        before, began = client.now(), time.monotonic()
        passed = failed = 0
        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            played = pool.map(lambda name: play(name, client), names or STORIES)
            for claims in played:
                print("\n".join(claims.lines), flush=True)
                passed += len(claims.lines) - claims.failed
                failed += claims.failed
        claims = Claims()
        clock(client, claims, before, began)
    claims.equal("up ends with exit status 0 when it is stopped", 0, up.process.returncode)
    print("\n".join(claims.lines))
    print(f"{passed + len(claims.lines) - claims.failed} passed, {failed + claims.failed} failed")
    return 1 if failed + claims.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
