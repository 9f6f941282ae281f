"""The events with which each handler is invoked, and what its answer must be."""

import json
from typing import NamedTuple

from runtime.container import SECRET
from support.arns import ACCOUNT, REGION, WORKFLOW_ARN, execution_arn, function_arn
from support.aws_client import canary_weights
from support.release_request import plan, ungated
from support.up import ROOT

BY_HAND = {"by": "ann", "why": "a test"}
LONG = plan((10, "PT1H"), poll="PT1H")
STACK_WORKFLOW_ARN = f"{WORKFLOW_ARN}-stacks"
JOB = "4c0ffee0-abcd-1111-abcd-111111abcdef"


class Call(NamedTuple):
    """One invocation: its event from the world; from its answer, what is wanted and what is found.

    Kind is what the runtime posts: a response or an error.
    """

    handler: str
    claim: str
    event: object
    answer: object
    kind: str = "response"


class World:
    """What the calls share: the embedded AWS, what was made in it, and the releases by name."""

    def __init__(self, client):
        self.client = client
        self.started_at = self.now()
        self.releases = {}
        for name in ("plain", "hooked", "staged", "tagged", "piped", "waiting", "hook"):
            client.make_function(f"real-{name}")
        client.functions.tag_resource(
            Resource=function_arn("real-tagged"), Tags={"coalmine:alias": "live"}
        )
        self.api, _, self.newer = client.make_api("real-shop", "real-staged")
        self.waiting = client.start(ungated("real-waiting", LONG), name="real-waiting")
        client.wait_for_split("real-waiting", 0.1)

    def now(self):
        return self.client.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def alias(self, name):
        found = self.client.alias(f"real-{name}")
        return found["FunctionVersion"], canary_weights(found)

    def canary(self):
        return self.client.stage(self.api).get("canarySettings", {}).get("percentTraffic")

    def history(self):
        ask = self.client.executions.get_execution_history
        return ask(executionArn=self.waiting, maxResults=1000)["events"]

    def token(self):
        """The token for which the release waits."""

        def find():
            events = self.history()
            if events[-1]["type"] != "TaskSubmitted":
                return None
            scheduled = [each for each in events if each["type"] == "TaskScheduled"][-1]
            asked = json.loads(scheduled["taskScheduledEventDetails"]["parameters"])
            return asked["Entries"][0]["Detail"]["token"]

        return self.client.wait_until(find, bool, "a release waits")

    def task(self, release, **more):
        """The payload that the state machine gives a handler."""
        task = {"release": self.releases[release], "now": self.now(), "failure": {}, "retries": 0}
        return {**task, **more}

    def request(self, release, request):
        """The payload that the state machine gives Prepare."""
        return {
            "request": request,
            "release": {},
            "execution": execution_arn(f"real-{release}"),
            "startedAt": self.started_at,
            "now": self.now(),
            "settings": {"exceedance": "", "canaryLog": "", "probedFunctions": ""},
        }

    def stack_request(self):
        """The input of the execution that StackRequest has started."""
        listed = self.client.executions.list_executions(stateMachineArn=STACK_WORKFLOW_ARN)
        arn = listed["executions"][0]["executionArn"]
        described = self.client.executions.describe_execution(executionArn=arn)
        return json.loads(described["input"])

    def stop_waiting(self):
        self.client.executions.stop_execution(executionArn=self.waiting)
        self.client.wait_for_end(self.waiting)
        return {"time": self.now(), "detail": {"executionArn": self.waiting}}


def decides(release, decision, look=lambda world: None, found_there=None):
    """Keeps the document that the handler answers, and claims its decision and what AWS has then."""

    def answer(world, found):
        world.releases[release] = found
        return (decision, found_there), (found.get("decision"), look(world))

    return answer


def prepared(release, request, decision):
    return Call(
        "Prepare",
        f"prepares a release, {decision}",
        lambda world: world.request(release, request(world)),
        decides(release, decision),
    )


def steered(release, command, decision):
    return Call(
        "Steer",
        f"{command} by hand leads to {decision}",
        lambda world: world.task(release, message={"command": command, **BY_HAND}),
        decides(release, decision),
    )


def staged(world):
    target = {"restApi": world.api, "stage": "prod", "deployment": world.newer}
    return {"targets": [target], "plan": LONG, "gate": {"metrics": False}, "id": "real-staged"}


def hook_answered(world, found):
    """The hook's answer is in the history of the execution whose token it was."""
    sent = [
        json.loads(each["taskSucceededEventDetails"]["output"])
        for each in world.history()
        if each["type"] == "TaskSucceeded"
    ]
    answers = [each for each in sent if "status" in each]
    return found, answers[-1] if answers else sent[-1:]


def published(function, version):
    """The event of CloudTrail when a version is published, from events/new-version.json."""
    text = (ROOT / "events/new-version.json").read_text()
    event = json.loads(text.replace("function:orders", f"function:{function}"))
    event["detail"]["requestParameters"]["functionName"] = function
    named = {"functionName": function, "version": version}
    event["detail"]["responseElements"].update(
        named, functionArn=function_arn(f"{function}:{version}")
    )
    return event


def job(world):
    """A job that CodePipeline has for a function of the user's; now it is PipelineJob's."""
    request = json.dumps(ungated("real-piped", "AllAtOnce", version="2"))
    configuration = {"FunctionName": "real-hook", "UserParameters": request}
    data = {"actionConfiguration": {"configuration": configuration}}
    posted = {"CodePipeline.job": {"id": JOB, "accountId": ACCOUNT, "data": data}}
    world.client.local("jobs", posted)
    secrets = {"secretAccessKey": SECRET, "sessionToken": SECRET}
    posted["CodePipeline.job"]["data"]["artifactCredentials"] = secrets
    return posted


def job_answered(world, found):
    return (None, True), (found, world.client.local("jobs")[JOB]["state"] != "CREATED")


def stack_event(world):
    """A request of CloudFormation for the version that serves already."""
    return {
        "RequestType": "Create",
        "ResponseURL": "https://cloudformation-custom-resource-response-"
        f"{REGION.replace('-', '')}.s3.{REGION}.amazonaws.com/x?X-Amz-Signature={SECRET}",
        "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/real/1",
        "RequestId": "real-stack",
        "LogicalResourceId": "Release",
        "ResourceType": "Custom::CoalmineRelease",
        "ResourceProperties": {
            "function": "real-plain",
            "version": "2",
            "maxDuration": "PT30M",
        },
    }


def stack_release(world):
    request = world.stack_request()["request"]
    return {"request": request, "stack": {}, "startedAt": world.now(), "now": world.now()}


def alarm_event(world):
    at = world.client.now().strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return {"detail": {"alarmName": "real-alarm", "state": {"value": "ALARM", "timestamp": at}}}


def probe_order(world):
    return {
        "release": "real-plain",
        "execution": execution_arn("real-plain"),
        "target": "real-plain:live",
        "baseline": function_arn("real-plain:1"),
        "canary": function_arn("real-plain:2"),
        "perMinute": 3,
        "minutes": 1,
        "function": "",
        "events": [{"order": 1}],
    }


def prune_event(world):
    machines = [WORKFLOW_ARN, STACK_WORKFLOW_ARN]
    return {"time": world.now(), "functions": ["coalmine-PruneFunction"], "stateMachines": machines}


CALLS = (
    prepared("plain", lambda world: ungated("real-plain", LONG, version="2"), "ADVANCE"),
    prepared(
        "hooked",
        lambda world: ungated("real-hooked", LONG, hooks={"beforeTraffic": "real-hook"}),
        "CALL_HOOK",
    ),
    prepared("staged", staged, "CLAIM"),
    Call(
        "CallHook",
        "calls the hook, and sends its answer",
        lambda world: world.task("hooked", token=world.token()),
        hook_answered,
    ),
    Call(
        "Claim",
        "claims the stage, and waits before it reads the claim again",
        lambda world: world.task("staged"),
        decides("staged", "AWAIT_CLAIM"),
    ),
    Call(
        "ShiftWeight",
        "gives the alias' canary 10 %",
        lambda world: world.task("plain"),
        decides("plain", "KEEP_BAKING", lambda world: world.alias("plain"), ("1", {"2": 0.1})),
    ),
    Call(
        "ShiftWeight",
        "gives the stage's canary 10 %",
        lambda world: world.task("staged"),
        decides("staged", "KEEP_BAKING", World.canary, 10.0),
    ),
    Call(
        "CheckAlarms",
        "keeps baking",
        lambda world: world.task(
            "plain",
            request=ungated("real-plain", LONG, version="2"),
            settings={"exceedance": "", "canaryLog": ""},
        ),
        decides("plain", "KEEP_BAKING"),
    ),
    steered("plain", "PROMOTE", "PROMOTE"),
    steered("staged", "ROLL_BACK", "ROLL_BACK"),
    Call(
        "Promote",
        "gives the new version all requests",
        lambda world: world.task("plain"),
        decides("plain", "FINISH", lambda world: world.alias("plain"), ("2", {})),
    ),
    Call(
        "Rollback",
        "takes the stage's canary back",
        lambda world: world.task("staged"),
        decides("staged", "RESTORED", World.canary, None),
    ),
    Call(
        "SendProbes",
        "sends pairs to both versions",
        probe_order,
        lambda world, found: ({"sent": 3, "failed": 0}, found),
    ),
    Call(
        "Wake",
        "finds the release that runs, which the alarm does not concern",
        alarm_event,
        lambda world, found: (
            (["real-alarm"], [], {}),
            (found["alarms"], found["woken"], found["failed"]),
        ),
    ),
    Call(
        "StartRelease",
        "starts none of a function without tags",
        lambda world: published("real-plain", "2"),
        lambda world, found: ("", found["execution"]),
    ),
    Call(
        "StartRelease",
        "starts a release of a function with a tag",
        lambda world: published("real-tagged", "2"),
        lambda world, found: (execution_arn("")[:-1], found["execution"].rpartition(":")[0]),
    ),
    Call("PipelineJob", "answers its job, and nothing to Lambda", job, job_answered),
    Call(
        "StackRequest",
        "starts an execution, and answers nothing",
        stack_event,
        lambda world, found: (
            (None, "real-stack"),
            (found, world.stack_request()["request"]["requestId"]),
        ),
    ),
    Call(
        "StackRelease",
        "has nothing to release where the version serves already",
        stack_release,
        lambda world, found: (("ANSWER", True), (found["decision"], found["succeeded"])),
    ),
    Call(
        "AnswerStack",
        "an address that is not CloudFormation's is an error without the address",
        lambda world: {
            **world.stack_request(),
            "responseUrl": f"https://127.0.0.1:9/x?X-Amz-Signature={SECRET}",
            "stack": {},
            "failure": {"Error": "E"},
        },
        lambda world, found: (
            ("dev.coalmine.aws.CallbackFailedException", False),
            (found["errorType"], "127.0.0.1" in found["errorMessage"]),
        ),
        "error",
    ),
    Call(
        "RestoreStopped",
        "restores a stopped release",
        World.stop_waiting,
        lambda world, found: (
            (world.waiting, [], ("1", {})),
            (found["execution"], found["failed"], world.alias("waiting")),
        ),
    ),
    Call(
        "Sweep",
        "finds all restored",
        lambda world: {"time": world.now()},
        lambda world, found: ([], found["restored"]),
    ),
    Call(
        "Prune",
        "removes no version",
        prune_event,
        lambda world, found: ([], found["removed"]),
    ),
    Call(
        "DrawRelease",
        "draws the stopped release",
        lambda world: {"release": "real-waiting"},
        lambda world, found: (True, "<svg" in found and "real-waiting" in found),
    ),
)
