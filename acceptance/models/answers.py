"""Compares answers with the API models."""

import json

# Errors that every operation of a service may answer, beside those that its model declares. The
# constraint errors of Lambda and API Gateway are recorded from AWS; no model has them.
COMMON = {
    "ValidationException",
    "ValidationError",
    "SerializationException",
    "MalformedInput",
    "BadRequestException",  # API Gateway's, where the embedded AWS does not know a parameter
    "ResourceNotFound",  # CloudWatch's model declares few errors
}
JSON_TYPES = {
    "string": str,
    "character": str,
    "blob": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "double": (int, float),
    "float": (int, float),
    "timestamp": (int, float, str),
    "list": list,
    "map": dict,
    "structure": dict,
}


def faults_of_success(operation, answer):
    """What differs from the model in an answer that is not an error."""
    output = operation.output_shape
    bound = {m.serialization.get("location"): n for n, m in _members(output).items()}
    wanted = operation.http.get("responseCode", 200)
    if answer.status != wanted and "statusCode" not in bound:
        yield f"the status is {answer.status}, not {wanted}"
    if output is not None:
        required = [name for name in output.required_members if name not in answer.output]
        if required:
            yield f"the output lacks {', '.join(required)}"
        if not output.serialization.get("payload"):
            yield from _of_body(output, answer.body)
    elif answer.body not in (b"", b"{}"):
        yield f"the model has no output, and here it is {answer.body[:80]!r}"


def _members(shape):
    return shape.members if shape else {}


def _of_body(shape, body):
    try:
        tree = json.loads(body or b"{}")
    except ValueError:
        yield f"the body is no JSON: {body[:80]!r}"
        return
    yield from _of_value(shape, tree, "output")


def _of_value(shape, found, place):
    if found is None:
        return
    kind = shape.type_name
    if not isinstance(found, JSON_TYPES[kind]) or (
        isinstance(found, bool) and kind != "boolean"
    ):
        yield f"{place} is no {kind}: {found!r}"
    elif kind == "structure":
        yield from _of_structure(shape, found, place)
    elif kind == "list":
        for each in found:
            yield from _of_value(shape.member, each, f"{place}[]")
    elif kind == "map":
        for key, each in found.items():
            yield from _of_value(shape.value, each, f"{place}.{key}")
    elif getattr(shape, "enum", None) and found not in shape.enum:
        yield f"{place} is none of {shape.enum}: {found!r}"


def _of_structure(shape, found, place):
    known = {m.serialization.get("name", n): (n, m) for n, m in shape.members.items()}
    for key, each in found.items():
        if key in known:
            yield from _of_value(known[key][1], each, f"{place}.{key}")
        else:
            yield f"{place}.{key} is not in the model"
    for key, (name, member) in known.items():
        required = name in shape.required_members and "location" not in member.serialization
        if required and key not in found:
            yield f"{place} lacks {key}"


def faults_of_error(model, operation, answer):
    """What differs from the model in an error."""
    if not 400 <= answer.status < 500:
        yield f"the status is {answer.status}: {answer}"
    declared = {}
    for shape in operation.error_shapes:
        declared[shape.name] = declared[shape.metadata.get("error", {}).get("code", "")] = shape
    if answer.code in declared:
        status = declared[answer.code].metadata.get("error", {}).get("httpStatusCode", 400)
        if status != answer.status:
            yield f"the status of {answer.code} is {answer.status}, not {status}"
    elif answer.code not in COMMON:
        yield f"{operation.name} declares no {answer.code}: {answer.message}"
