"""Values for the shapes of an API model."""

import datetime

from support import arns

MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
BY_NAME = {
    "Role": arns.ROLE_ARN,
    "RoleArn": arns.ROLE_ARN,
    "Handler": "index.handler",
    "Runtime": "python3.13",
    "EventPattern": '{"source": ["shop"]}',
    "Input": '{"a": 1}',
    "InputPath": "$.detail",
    "InputTemplate": '"text"',
    "ScheduleExpression": "rate(5 minutes)",
    "StateReasonData": '{"a": 1}',
    "input": "{}",
    "op": "replace",
    "path": "/description",
    "uri": arns.integration_uri("any"),
    "Timeout": 7,
    "MemorySize": 256,
    "Period": 60,
    "Size": 1024,
    "MaximumEventAgeInSeconds": 90,
    "MaximumRetryAttempts": 7,
    "percentTraffic": 7.0,
    "timeoutInMillis": 7000,
    "StorageResolution": 1,
    "EvaluateLowSampleCountPercentile": "ignore",
    "TreatMissingData": "breaching",
    "ExtendedStatistic": "p90",
    "cacheClusterSize": "0.5",
    "embed": ["methods"],
    **dict.fromkeys(("MaxItems", "limit", "Limit", "maxResults", "MaxRecords", "MaxDatapoints"), 1),
}


def value(shape, name):
    """A value that the shape allows, with required members only."""
    if name in BY_NAME:
        return BY_NAME[name]
    kind = shape.type_name
    if kind == "structure":
        return {each: value(shape.members[each], each) for each in shape.required_members}
    if kind == "list":
        return [value(shape.member, name)]
    if kind == "map":
        return {"key": value(shape.value, name)}
    if kind == "string":
        return _text(shape, name)
    if kind in ("integer", "long"):
        return max(7, shape.metadata.get("min", 7))
    return {
        "boolean": True,
        "timestamp": MOMENT,
        "blob": b"x",
        "double": 0.5,
        "float": 0.5,
    }[kind]


def _text(shape, name):
    if getattr(shape, "enum", None):
        return shape.enum[-1]
    least = shape.metadata.get("min", 0)
    return f"a-{name}".ljust(least, "x")[: shape.metadata.get("max", 1000)]


def places(shape, inputs, path=()):
    """The paths of all members: of a structure that is given, also those inside it."""
    for name, member in shape.members.items():
        here = path + (name,)
        yield here, member, name in shape.required_members
        yield from inside(member, _at(inputs, name), here)


def inside(shape, given, path):
    if shape.type_name == "structure" and isinstance(given, dict):
        yield from places(shape, given, path)
    elif shape.type_name == "list" and isinstance(given, list) and given:
        yield from inside(shape.member, given[0], path + (0,))


def _at(inputs, name):
    return inputs.get(name) if isinstance(inputs, dict) else None


def get(inputs, path):
    for step in path:
        if isinstance(inputs, dict):
            inputs = inputs.get(step)
        else:
            inputs = inputs[step] if isinstance(inputs, list) and step < len(inputs) else None
    return inputs


def changed(inputs, path, new):
    """A copy with another value at a place; None removes it."""
    step, rest = path[0], path[1:]
    copy = list(inputs) if isinstance(inputs, list) else dict(inputs or {})
    if rest:
        copy[step] = changed(copy[step] if isinstance(copy, list) else copy.get(step), rest, new)
    elif new is None:
        copy.pop(step, None)
    else:
        copy[step] = new
    return copy
