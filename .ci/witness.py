#!/usr/bin/env python3
"""Lets somebody else's engine run our state machine: moto's Step Functions interpreter, LocalStack's.

Each story is played twice side by side against one `./coalmine up`, by our interpreter and by
moto's in this process, with the real handlers behind both; status, Error, Cause, output and the way
through the states must be the same. moto really waits, so bakes are short here. Prints a line for
each claim and last `N passed, M failed`; exits 1 if one failed. Needs Python 3.9, boto3, and moto 5
with its Step Functions parser.

usage: python3 .ci/witness.py
"""

import concurrent.futures
import json
import logging
import os
import re
import signal
import sys
import time
import types
import urllib.parse

import moto.stepfunctions.parser.asl.component.common.retry.retrier_decl as retrier
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

import clients
from clients import ENVIRONMENT, MACHINE, Claims, Client, Up, alone, steps, until

REGION, ACCOUNT = "us-east-1", "000000000000"
clients.PATIENCE = 90  # a claim of a stage takes moto 20 s
SPEED = 4  # of our clock, and of moto's pauses before a retry; moto's Wait states take their time
ENGINES = ("ours", "moto")


class Ours:
    """Our interpreter, as any client sees it."""

    def __init__(self, client):
        self.client = client

    def start(self, name, text):
        return self.client.start(text, name=name)

    def end(self, execution):
        ended = self.client.end(execution)
        ask = self.client.executions.get_paginator("get_execution_history")
        pages = ask.paginate(executionArn=execution)
        return ended, [event for page in pages for event in page["events"]]


class Moto:
    """moto's interpreter; a new back end for each execution, since it can't copy one in use."""

    def __init__(self, definition):
        self.definition = definition

    def start(self, name, text):
        backend = StepFunctionsParserBackend(REGION, ACCOUNT)
        role = f"arn:aws:iam::{ACCOUNT}:role/coalmine"
        machine = backend.create_state_machine("coalmine", self.definition, role)
        return backend.start_execution(machine.arn, name, text)

    def end(self, execution):
        until(
            lambda: execution.exec_status.value,
            lambda status: status != "RUNNING",
            f"moto's {execution.name} ends",
        )
        return execution.to_describe_output(), execution.to_history_output()["events"]


def nothing(client, name):
    """What a story does meanwhile that lets a release alone."""


def raise_alarm(client, name):
    client.until_split(name, 0.1)
    client.set(name, "ALARM")


def blink(client, name):
    raise_alarm(client, name)
    client.set(name, "OK")


def move(client, name):
    client.until_split(name, 0.1)
    client.functions.update_alias(
        FunctionName=name,
        Name="live",
        FunctionVersion="3",
        RoutingConfig={"AdditionalVersionWeights": {}},
    )


def deploy(client, name):
    client.until_at(name, "2")
    client.functions.update_alias(FunctionName=name, Name="live", FunctionVersion="3")


def describe(client, name):
    client.until_split(name, 0.1)
    client.functions.update_alias(FunctionName=name, Name="live", Description="Ann was here")


def remove(client, name):
    client.until_split(name, 0.1)
    client.functions.delete_alias(FunctionName=name, Name="live")


def gated(name, plan, **more):
    gate = {"alarms": [name], "metrics": False}
    return {"function": name, "version": "2", "plan": plan, "gate": gate, **more}


def free(name, plan, **more):
    return alone(name, plan, version="2", **more)


def broken(name, client):
    """Many faults at once."""
    plan = steps((25, "PT1H"), (20, "PT0S"))
    return {"function": name, "version": "9", "plan": plan, "gate": {"alarms": ["none"]}, "wach": 1}


def staged(name, client, plan):
    """A stage and the alias behind it."""
    api, _, newer = client.api(name, name)
    targets = [
        {"function": name, "version": "2"},
        {"restApi": api, "stage": "prod", "deployment": newer},
    ]
    gate = {"metrics": False}
    return {"id": "staged", "targets": targets, "plan": plan, "gate": gate, "watch": "PT0S"}


def unstage(client, name):
    """Somebody removes the canary of a stage that is split."""
    client.until_split(name, 0.1)
    apis = client.apis.get_rest_apis(limit=500)["items"]
    api = next(api["id"] for api in apis if api["name"] == name)
    until(
        lambda: client.stage(api),
        lambda stage: "canarySettings" in stage,
        f"{name}'s stage is split",
    )
    client.patch(api, ("remove", "/canarySettings"))


BAKE = steps((10, "PT12S"), poll="PT1M")  # one look, when it ends
STORIES = [
    # story, outcome, request of a function's name, what happens meanwhile
    ("promoted", "PROMOTED", lambda it, client: free(it, steps((10, "PT1S"), (50, "PT2S"))), nothing),
    ("all-at-once", "PROMOTED", lambda it, client: gated(it, "AllAtOnce", watch="PT2S"), nothing),
    ("watched", "PROMOTED", lambda it, client: gated(it, steps((10, "PT1S")), watch="PT2S"), nothing),
    ("superseded", "PROMOTED", lambda it, client: free(it, "AllAtOnce", watch="PT12S"), deploy),
    ("described", "PROMOTED", lambda it, client: free(it, BAKE), describe),
    ("alarm", "RolledBack", lambda it, client: gated(it, BAKE), raise_alarm),
    ("blink", "RolledBack", lambda it, client: gated(it, BAKE), blink),
    ("refused", "Refused", broken, nothing),
    ("not-an-object", "Refused", lambda it, client: 7, nothing),
    ("moved", "Stuck", lambda it, client: free(it, BAKE), move),
    ("staged", "PROMOTED", lambda it, client: staged(it, client, steps((10, "PT1S"))), nothing),
    ("unstaged", "Stuck", lambda it, client: staged(it, client, BAKE), unstage),
    ("removed", "Stuck", lambda it, client: free(it, BAKE), remove),
]


def play(engine, name, request, meanwhile, client):
    """Plays a story; answers what can be compared of its end."""
    client.function(name, versions=3)
    client.alarm(name)
    execution = engine.start(name, json.dumps(request(name, client)))
    meanwhile(client, name)
    ended, events = engine.end(execution)
    return {
        "status": ended["status"],
        "error": ended.get("error"),
        "cause": plain(ended.get("cause"), name),
        "output": plain(json.loads(ended["output"]), name) if "output" in ended else None,
        "way": [way(event) for event in events],
    }


def way(event):
    """What an event tells of the way through the states."""
    entered = event.get("stateEnteredEventDetails") or event.get("stateExitedEventDetails") or {}
    return f"{getattr(event['type'], 'value', event['type'])} {entered.get('name', '')}".strip()


def plain(value, name):
    """A value without what differs from run to run: names, moments, spans, ids and traces."""
    if isinstance(value, dict):
        return {
            key: "ID" if key in ("restApi", "deployment") else plain(value[key], name)
            for key in sorted(value)
        }
    if isinstance(value, list):
        return [plain(item, name) for item in value]
    if not isinstance(value, str):
        return value
    text = value.replace(name, "NAME")
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "MOMENT", text)
    text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID", text)
    text = re.sub(r"\b[a-z0-9]{10}/prod\b", "API/prod", text)
    text = re.sub(r"\bdeployment [a-z0-9]{6}\b", "deployment ID", text)
    text = re.sub(r"passed in [^;]+;", "passed in SPAN;", text)
    return re.sub(r"stackTrace\W+:\[.*?\]", "TRACE", text)


def compare(claims, what, outcome, ours, moto):
    found = ours["error"] or (ours["output"] or {}).get("outcome")
    claims.equal(f"{what}: ends as {outcome}", outcome, found)
    for field in ("status", "error", "cause", "output", "way"):
        claims.equal(f"{what}: moto sees the same {field}", ours[field], moto[field])


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.update(ENVIRONMENT)
    logging.disable()  # moto logs each failure of a state, which is what is compared here
    retrier.time = types.SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / SPEED))
    with Up("--speed", str(SPEED)) as up, concurrent.futures.ThreadPoolExecutor(
        2 * len(STORIES)
    ) as pool:
        # moto's tasks call what listens on this port of localhost: the embedded AWS
        os.environ["MOTO_PORT"] = str(urllib.parse.urlsplit(up.endpoint).port)
        client = Client(up.endpoint)
        machine = client.executions.describe_state_machine(stateMachineArn=MACHINE)
        engines = dict(zip(ENGINES, (Ours(client), Moto(machine["definition"]))))
        plays = {
            (what, who): pool.submit(
                play, engines[who], f"{who}-{what}", request, meanwhile, client
            )
            for what, _, request, meanwhile in STORIES
            for who in ENGINES
        }
        claims = Claims()
        for what, outcome, _, _ in STORIES:
            try:
                compare(claims, what, outcome, *(plays[what, who].result() for who in ENGINES))
            except Exception as error:
                claims.holds(f"{what} comes to its end", False, "no error", repr(error))
    print("\n".join(claims.lines))
    print(f"{len(claims.lines) - claims.failed} passed, {claims.failed} failed")
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main())
