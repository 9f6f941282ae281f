"""What is compared of two plays of a story, without what differs from run to run."""

import json
import re

from witness.engines import event_type

FIELDS = ("status", "error", "cause", "output", "path")


def play(engine, story, function):
    """Plays a story with a function of its own; returns what is compared."""
    client = engine.client
    client.make_function(function, versions=3)
    client.make_alarm(function)
    execution = engine.start(function, json.dumps(story.request(client, function)))
    story.meanwhile(engine, execution, function)
    ended = engine.end(execution)
    output = json.loads(ended["output"]) if "output" in ended else None
    return {
        "status": ended["status"],
        "error": ended.get("error"),
        "cause": normalise(ended.get("cause"), function),
        "output": normalise(output, function),
        "path": [path_step(event) for event in engine.history(execution)],
    }


def path_step(event):
    """The type of an event, and the state that it enters or leaves."""
    state = event.get("stateEnteredEventDetails") or event.get("stateExitedEventDetails") or {}
    return f"{event_type(event)} {state.get('name', '')}".strip()


def normalise(value, function):
    """A value with placeholders for names, instants, durations, ids and stack traces."""
    if isinstance(value, dict):
        return {
            key: "ID" if key in ("restApi", "deployment") else normalise(value[key], function)
            for key in sorted(value)
        }
    if isinstance(value, list):
        return [normalise(item, function) for item in value]
    if not isinstance(value, str):
        return value
    text = value.replace(function, "FUNCTION")
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "INSTANT", text)
    text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID", text)
    text = re.sub(r"\b[a-z0-9]{10}/prod\b", "API/prod", text)
    text = re.sub(r"\bdeployment [a-z0-9]{6}\b", "deployment ID", text)
    text = re.sub(r"\b\d+ (d|h|min|s|ms)\b( \d+ (h|min|s|ms)\b)*", "DURATION", text)
    return re.sub(r"stackTrace\W+:\[.*?\]", "TRACE", text)


def compare(claims, story, ours, motos):
    outcome = ours["error"] or (ours["output"] or {}).get("outcome")
    claims.equal(f"{story.name}: ends as {story.outcome}", story.outcome, outcome)
    for field in FIELDS:
        claims.equal(f"{story.name}: moto has the same {field}", ours[field], motos[field])
