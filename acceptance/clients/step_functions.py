"""Executions: how they start, what their history holds, how they stop."""

import json

from support.arns import WORKFLOW_ARN, execution_arn
from support.aws_client import canary_weights, parse_instant
from support.aws_errors import error_code
from support.release_request import plan, ungated
from support.stories import story


@story
def a_release_is_promoted(client, claims):
    client.make_function("promoted")
    began = client.now()
    execution = client.start(
        ungated("promoted", plan((25, "PT1M"), (50, "PT2M")), id="promoted-by-hand")
    )
    ended = client.wait_for_end(execution)
    claims.equal("steps without alarms are promoted", "SUCCEEDED", ended["status"])
    output = json.loads(ended.get("output", "{}"))
    fields = ["endedAt", "id", "outcome", "reason", "said", "startedAt", "steps", "targets"]
    claims.equal("the output has the documented fields", fields, sorted(output))
    claims.equal(
        "the output has outcome and id",
        ("PROMOTED", "promoted-by-hand"),
        (output.get("outcome"), output.get("id")),
    )
    claims.equal(
        "the output has the target before and after",
        [{"function": "promoted", "alias": "live", "version": "2", "before": "1", "after": "2"}],
        output.get("targets"),
    )
    steps = output.get("steps", [])
    claims.equal("the output has both steps", [25, 50], [step["weight"] for step in steps])
    claims.equal(
        "each step has weight, from, to, verdict and evidence",
        [["evidence", "from", "to", "verdict", "weight"]] * 2,
        [sorted(it) for it in output.get("steps", [])],
    )
    claims.equal(
        "each step passed", ["PASS"] * 2, [it["verdict"] for it in output.get("steps", [])]
    )
    baked = [
        (parse_instant(step["to"]) - parse_instant(step["from"])).total_seconds() for step in steps
    ]
    claims.check(
        "each step baked at least as long as planned",
        60 <= baked[0] and 120 <= baked[1],
        "60 and 120 s at least",
        baked,
    )
    times = [parse_instant(output["startedAt"]), parse_instant(output["endedAt"])]
    claims.check(
        "startedAt and endedAt are those of the release",
        began <= times[0] < times[1] <= client.now(),
        "in that order",
        times,
    )
    alias = client.alias("promoted")
    claims.equal(
        "the canary serves all requests",
        ("2", {}, "for everyone"),
        (alias["FunctionVersion"], canary_weights(alias), alias["Description"]),
    )
    claim_history(client, claims, execution, ended)


def claim_history(client, claims, execution, ended):
    """Claims of the whole history of a promoted release."""
    ask = client.executions.get_execution_history
    events = ask(executionArn=execution, maxResults=1000)["events"]
    claims.equal(
        "events are numbered from 1", list(range(1, len(events) + 1)), [it["id"] for it in events]
    )
    claims.check(
        "each event follows an earlier one",
        all(it["previousEventId"] < it["id"] for it in events),
        "previousEventId below id",
        events,
    )
    moments = [it["timestamp"] for it in events]
    claims.equal("events are in the order of time", sorted(moments), moments)
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
    waiting = ("Bake", "KeepBaking", "Watch")
    working = [name for name in entered if name not in waiting and not name.startswith("Tell")]
    claims.equal(
        "Tasks are entered in the order of a release",
        ["Prepare", "ShiftWeight", "CheckAlarms", "ShiftWeight", "CheckAlarms", "Promote"],
        [name for name, following in zip(working, [*working[1:], ""]) if name != following],
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
        "the pages of a history together are the whole",
        events,
        [it for page in pages for it in page["events"]],
    )
    claims.equal(
        "reverseOrder reverses it",
        list(reversed(events)),
        ask(executionArn=execution, maxResults=1000, reverseOrder=True)["events"],
    )


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
            {"input": "{}", "stateMachineArn": WORKFLOW_ARN + "s"},
            {"StateMachineDoesNotExist"},
        ),
    ]
    for what, arguments, codes in cases:
        status, error = error_code(start, **{"stateMachineArn": WORKFLOW_ARN, **arguments})
        claims.check(
            f"{what} is a 400",
            status == 400 and error in codes,
            f"400 {codes}",
            f"{status} {error}",
        )
    full = json.dumps("x" * (limit - 2))
    ended = client.wait_for_end(client.start(full))
    claims.equal(
        "input of 262,144 bytes is accepted, and the execution fails", "FAILED", ended["status"]
    )
    client.make_function("named")
    request = ungated("named", plan((10, "PT1H")))
    first = client.start(request, name="once")
    claims.equal(
        "the same start again is the same execution", first, client.start(request, name="once")
    )
    status = error_code(start, stateMachineArn=WORKFLOW_ARN, name="once", input="{}")
    claims.equal("another start of that name is 400", (400, "ExecutionAlreadyExists"), status)
    listed = client.executions.list_executions(stateMachineArn=WORKFLOW_ARN, statusFilter="RUNNING")
    names = [it["name"] for it in listed["executions"]]
    claims.check("list_executions lists a running execution", "once" in names, "once", names)
    client.wait_for_split("named", 0.1)
    client.executions.stop_execution(executionArn=first, error="Enough", cause="a person said so")
    ended = client.wait_for_end(first)
    claims.equal(
        "stop_execution aborts, with Error and Cause",
        ("ABORTED", "Enough", "a person said so"),
        (ended["status"], ended.get("error"), ended.get("cause")),
    )


@story
def the_definition_is_whole(client, claims):
    client.make_function("defined")
    described = client.executions.describe_state_machine(stateMachineArn=WORKFLOW_ARN)
    states = json.loads(described["definition"])["States"]
    tasks = {name: it for name, it in states.items() if it["Type"] == "Task"}
    claims.equal(
        "no substitution of the definition is left", -1, described["definition"].find("${")
    )
    calling = {name: it for name, it in tasks.items() if "FunctionName" in it["Parameters"]}
    for name, task in calling.items():
        arn = task["Parameters"]["FunctionName"]
        found = client.functions.get_function(FunctionName=arn)["Configuration"]
        claims.equal(f"{name}: its function exists", arn, found["FunctionArn"])
    now = client.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    payload = {
        "request": ungated("defined", "AllAtOnce"),
        "release": {},
        "execution": execution_arn("by-hand"),
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
        "a handler's refusal is a function error, which the state machine catches",
        (
            "Unhandled",
            tasks["Prepare"]["Catch"][0]["ErrorEquals"][0],
            ["errorMessage", "errorType", "stackTrace"],
        ),
        (answer.get("FunctionError"), thrown.get("errorType"), sorted(thrown)),
    )


@story
def the_state_machine_has_the_tag_of_the_stack(client, claims):
    tags = client.executions.list_tags_for_resource(resourceArn=WORKFLOW_ARN)["tags"]
    claims.equal(
        "its tags are those of the template", [{"key": "coalmine", "value": "workflow"}], tags
    )
    claims.equal(
        "tags of a missing state machine are not found",
        (400, "ResourceNotFound"),
        error_code(client.executions.list_tags_for_resource, resourceArn=f"{WORKFLOW_ARN}s"),
    )
    claims.equal(
        "tags of what has no ARN are refused",
        (400, "InvalidArn"),
        error_code(client.executions.list_tags_for_resource, resourceArn="coalmine"),
    )
