"""What the bench measures: a release of a function, and the events of its handlers."""

import datetime
import json

from cold import calls
from support import arns
from support.release_request import plan

FUNCTION = "bench-orders"
PLAN = plan((10, "PT1H"), poll="PT1M")
CALLS = 20  # of the function, so that it has metrics
LATER = datetime.timedelta(minutes=5)  # an analysis: it has minutes to judge then
HANDLERS = ["Prepare", "ShiftWeight", "CheckAlarms"]


class Scene:
    """A function with two versions in the embedded AWS."""

    def __init__(self, client, front, folder):
        self.client = client
        self.front = front
        self.folder = folder
        self.configurations = _functions(client)
        client.make_function(FUNCTION)
        client.make_alarm("bench-errors")
        for _ in range(CALLS):
            client.functions.invoke(FunctionName=FUNCTION, Qualifier="live", Payload=b"{}")

    def event(self, handler):
        """A new event; the alias is as the release found it, or as ShiftWeight left it."""
        self._reset("1", {} if handler != "CheckAlarms" else {"2": 0.1})
        if handler == "Prepare":
            return self._request()
        release = self.release if handler == "CheckAlarms" else self._prepared()
        return self._task(release, LATER if handler == "CheckAlarms" else None)

    def note_calls(self, handler, process):
        """A file with the calls of a handler, as boto3 makes them."""
        if handler == "CheckAlarms":
            self._reset("1", {})
            self.release = self._invoke("ShiftWeight", self._task(self._prepared()))
        event = self.event(handler)
        with process as started:
            self.front.take()
            started.first(event)
        made = calls.read(self.front.take())
        for call in made:  # the alias has another revision in each round
            call["parameters"].pop("RevisionId", None)
        print(f"{handler} calls {', '.join(call['method'] for call in made)}")
        file = self.folder / f"{handler}.json"
        file.write_text(json.dumps(made))
        return file

    def train(self, launcher, kinds):
        """Makes the caches of these kinds, each by one run over the events that it is for."""
        for kind in sorted(kinds):
            with launcher.training(kind) as process:
                events = [b"{}"] * 3 if kind == "runtime" else self._training_events()
                for event in events:
                    process.next(event)
                process.end()

    def _training_events(self):
        for handler in HANDLERS:
            if handler == "CheckAlarms":
                self._reset("1", {})
                self.release = self._invoke("ShiftWeight", self._task(self._prepared()))
            name = self.configurations[handler]["Handler"]
            yield f"{name}\n{json.dumps(self.event(handler))}".encode()

    def _prepared(self):
        return self._invoke("Prepare", self._request())

    def _request(self):
        now = self._now()
        return {
            "request": self._asked(),
            "release": {},
            "execution": arns.execution_arn(FUNCTION),
            "startedAt": now,
            "now": now,
            "settings": {"exceedance": "", "canaryLog": "", "probedFunctions": ""},
        }

    def _asked(self):
        gate = {"alarms": ["bench-errors"]}
        return {"function": FUNCTION, "version": "2", "plan": PLAN, "gate": gate}

    def _task(self, release, later=None):
        return {
            "release": release,
            "request": self._asked(),
            "settings": {"exceedance": "", "canaryLog": ""},
            "now": self._now(later),
            "failure": {},
            "retries": 0,
        }

    def _reset(self, version, weights):
        self.client.functions.update_alias(
            FunctionName=FUNCTION,
            Name="live",
            FunctionVersion=version,
            RoutingConfig={"AdditionalVersionWeights": weights},
        )

    def _invoke(self, handler, event):
        name = self.configurations[handler]["FunctionName"]
        answer = self.client.functions.invoke(FunctionName=name, Payload=json.dumps(event))
        document = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise SystemExit(f"{handler} fails: {document}")
        return document

    def _now(self, later=None):
        now = self.client.now() + (later or datetime.timedelta())
        return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _functions(client):
    """The configuration of each function of the stack, by the name of its handler."""
    found = {}
    for page in client.functions.get_paginator("list_functions").paginate():
        for each in page["Functions"]:
            if each["FunctionName"].startswith("coalmine-"):
                found[each["Handler"].rpartition(".")[2]] = each
    return found
