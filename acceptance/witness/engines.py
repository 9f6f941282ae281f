"""Two interpreters of the state machine behind one interface: ours, and moto's."""

import base64
import functools
import json
import secrets
import zlib

from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_events,
)
from moto.stepfunctions.parser.asl.eval import states
from moto.stepfunctions.parser.asl.utils import boto_client, json_path
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from support.arns import ACCOUNT, REGION
from support.waiting import wait_until


class Engine:
    """Plays one execution, and answers its tasks that wait for a token."""

    def __init__(self, client):
        self.client = client
        self.used_tokens = set()

    def wait_for_token(self, execution, state):
        """The token for which the execution waits in a state, once it waits there anew."""

        def token():
            return self._waiting(execution).get(state)

        found = wait_until(
            token,
            lambda found: found and found not in self.used_tokens,
            f"{self.name} waits in {state}",
            self.client.timeout,
        )
        self.used_tokens.add(found)
        return found

    def _waiting(self, execution):
        """The state that waits and its token, or nothing."""
        state = token = None
        for event in self.history(execution):
            kind = event_type(event)
            if kind.endswith("StateEntered"):
                state, token = event["stateEnteredEventDetails"]["name"], None
            elif kind == "TaskScheduled":
                scheduled = json.loads(event["taskScheduledEventDetails"]["parameters"])
                token = token_of(scheduled)
                is_submitted = False
            elif kind == "TaskSubmitted":
                is_submitted = True
            elif kind.startswith("Task") and kind != "TaskStarted":
                token = None
        return {state: token} if token and is_submitted else {}

    def command(self, token, command, by="ann", why="a test"):
        """Sends a command, as `coalmine pause` and its like do."""
        self.succeed(token, json.dumps({"command": command, "by": by, "why": why}))


class OurEngine(Engine):
    """The interpreter of `./coalmine up`, by boto3."""

    name = "ours"

    def start(self, name, text):
        return self.client.start(text, name=name)

    def history(self, execution):
        ask = self.client.executions.get_paginator("get_execution_history")
        return [event for page in ask.paginate(executionArn=execution) for event in page["events"]]

    def succeed(self, token, output):
        self.client.executions.send_task_success(taskToken=token, output=output)

    def fail(self, token, error):
        self.client.executions.send_task_failure(taskToken=token, error=error)

    def hook_answered(self, execution):
        """CallHook sends the hook's answer by itself."""

    def end(self, execution):
        return self.client.wait_for_end(execution)


class MotoEngine(Engine):
    """moto's interpreter in this process, whose tasks call `./coalmine up`.

    CallHook answers its token by SendTaskSuccess to `up`, which does not know moto's executions. So
    the answer, which CallHook also returns, is sent to moto here.
    """

    name = "moto"

    def __init__(self, client, definition):
        super().__init__(client)
        self.definition = definition

    def start(self, name, text):
        # A back end for each execution: start_execution copies the state machine with all of its
        # executions, which fails while one of them runs.
        backend = StepFunctionsParserBackend(REGION, ACCOUNT)
        role = f"arn:aws:iam::{ACCOUNT}:role/coalmine"
        machine = backend.create_state_machine("coalmine", self.definition, role)
        self.backend = backend
        return backend.start_execution(machine.arn, name, text)

    def history(self, execution):
        return execution.to_history_output()["events"]

    def succeed(self, token, output):
        self.backend.send_task_success(token, output)

    def fail(self, token, error):
        self.backend.send_task_failure(token, error)

    def hook_answered(self, execution):
        """Sends the hook's answer, which CallHook has returned."""
        token = self.wait_for_token(execution, "CallHook")
        submitted = [
            event["taskSubmittedEventDetails"]["output"]
            for event in self.history(execution)
            if event_type(event) == "TaskSubmitted"
        ]
        self.succeed(token, json.dumps(json.loads(submitted[-1])["Payload"]))

    def end(self, execution):
        wait_until(
            lambda: execution.exec_status.value,
            lambda status: status != "RUNNING",
            f"moto's {execution.name} ends",
            self.client.timeout,
        )
        return execution.to_describe_output()


def make_tokens_readable():
    """Gives moto's tasks tokens of the form that `./coalmine up` gives out.

    CallHook answers to `up`, which then says that it does not know the task. Of a text that is no
    token at all it would say so, as AWS does, and CallHook would fail.
    """

    def token():
        secret = secrets.token_bytes(44)
        return base64.b64encode(secret + zlib.crc32(secret).to_bytes(4, "big")).decode()

    states.long_uid = token


def make_moto_fast():
    """Lets moto parse each JSONPath once, and make each boto3 client once.

    It would do both at each use. A Choice with 30 paths takes it seconds, and a short bake could
    end before its task begins. Called once MOTO_PORT is set.
    """
    json_path.parse = functools.cache(json_path.parse)
    made = {name: boto_client.boto_client_for(REGION, name) for name in ("lambda", "events")}

    def client_for(region, service, state_credentials=None):
        return made[service]

    for module in (lambda_eval_utils, state_task_service_events):
        module.boto_client_for = client_for


def event_type(event):
    return getattr(event["type"], "value", event["type"])


def token_of(parameters):
    """The task token in the parameters of a task, or None."""
    details = [entry["Detail"] for entry in parameters.get("Entries", [])]
    payload = parameters.get("Payload", {})
    return next((found["token"] for found in [*details, payload] if "token" in found), None)
