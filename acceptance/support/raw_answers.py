"""Compares answers, as they came over the wire, with the API models that botocore has.

A client of AWS reads past much of what is wrong in an answer: members it does not know, missing
ones, a number for a text, a date in another format. Here all of it is a fault. This module needs
nothing but Python, since the AWS CLI loads it too.
"""

import email.utils
import json
import re

ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LATEST = 4_102_444_800  # the year 2100 in seconds: what is later was meant in milliseconds
JSON_TYPES = {
    "string": (str,),
    "character": (str,),
    "blob": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "float": (int, float),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}
ERROR_TYPE = "x-amzn-errortype"
QUERY_ERROR = "x-amzn-query-error"
REQUEST_IDS = ("x-amzn-requestid", "x-amz-request-id")
OWN_OF_ERRORS = {"__type", "message", "Message", "Type"}  # in errors that no model declares


def faults_of(operation, status, headers, body):
    """What differs from the model in one answer; a body that is read as a stream is None."""
    headers = {name.lower(): text for name, text in headers.items()}
    yield from _of_headers(operation, headers, body)
    if status < 300:
        yield from _of_success(operation, status, headers, body)
    else:
        yield from _of_error(operation, status, headers, body)


def _of_headers(operation, headers, body):
    if not any(name in headers for name in REQUEST_IDS):
        yield f"no header {REQUEST_IDS[0]}"
    if not body:
        return
    wanted = "application/json"
    if _is_rpc(operation):
        wanted = f"application/x-amz-json-{operation.service_model.metadata['jsonVersion']}"
    found = headers.get("content-type", "")
    if found.split(";")[0].strip() != wanted:
        yield f"Content-Type is {found!r}, not {wanted}"


def _is_rpc(operation):
    return operation.service_model.resolved_protocol == "json"


def _of_success(operation, status, headers, body):
    shape = operation.output_shape
    members = shape.members if shape else {}
    bound = {member.serialization.get("location") for member in members.values()}
    wanted = operation.http.get("responseCode", 200)
    if status != wanted and "statusCode" not in bound:
        yield f"the status is {status}, not {wanted}"
    if shape is None:
        if body not in (b"", b"{}"):
            yield f"the model has no output, and here it is {body[:80]!r}"
        return
    yield from _of_bound(shape, headers)
    payload = shape.serialization.get("payload")
    if body is None or (payload and members[payload].type_name == "blob"):
        return
    yield from _of_body(members[payload] if payload else shape, body, "output")


def _of_bound(shape, headers):
    """Members that an answer has in its headers."""
    for name, member in shape.members.items():
        if member.serialization.get("location") != "header":
            continue
        found = headers.get(member.serialization.get("name", name).lower())
        if found is None and name in shape.required_members:
            yield f"no header for {name}"
        elif found is not None and member.type_name in ("integer", "long"):
            if not re.fullmatch(r"-?\d+", found):
                yield f"the header for {name} is no {member.type_name}: {found!r}"
        elif found is not None and member.type_name == "timestamp":
            wanted = member.serialization.get("timestampFormat", "rfc822")
            yield from _of_instant(wanted, found, f"the header for {name}")


def _of_body(shape, body, place):
    try:
        tree = json.loads(
            body or b"{}", object_pairs_hook=_of_distinct_names, parse_constant=_refused
        )
    except ValueError as error:
        yield f"the body is no JSON ({error}): {body[:80]!r}"
        return
    yield from _of_value(shape, tree, place)


def _of_distinct_names(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name comes twice in {[name for name, _ in pairs]}")
    return found


def _refused(constant):
    raise ValueError(f"{constant} is no JSON number")


def _of_value(shape, found, place):
    if found is None:  # AWS does send null for what is not set
        return
    kind = shape.type_name
    if kind == "timestamp":
        yield from _of_instant(shape.serialization.get("timestampFormat"), found, place)
    elif not isinstance(found, JSON_TYPES[kind]) or (
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


def _of_instant(wanted, found, place):
    """A date; where the model names no format, JSON has it in seconds since 1970."""
    if wanted == "iso8601":
        right = isinstance(found, str) and ISO_8601.fullmatch(found)
    elif wanted == "rfc822":
        right = isinstance(found, str) and email.utils.parsedate_tz(found)
    else:
        is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
        right = is_number and 0 <= found < LATEST
    if not right:
        yield f"{place} is no date as {wanted or 'seconds since 1970'}: {found!r}"


def _of_structure(shape, found, place, more=()):
    known = {
        member.serialization.get("name", name): (name, member)
        for name, member in shape.members.items()
        if "location" not in member.serialization
    }
    for key, each in found.items():
        if key in known:
            yield from _of_value(known[key][1], each, f"{place}.{key}")
        elif key not in more:
            yield f"{place}.{key} is not in the model"
    for key, (name, _) in known.items():
        if name in shape.required_members and found.get(key) is None:
            yield f"{place} lacks {key}"


def _of_error(operation, status, headers, body):
    try:
        tree = json.loads(body or b"{}", object_pairs_hook=_of_distinct_names)
    except ValueError as error:
        yield f"the body of the error is no JSON ({error}): {body[:80]!r}"
        return
    code = _error_code(operation, headers, tree)
    if not code:
        yield f"the error has no code: {headers} {tree}"
        return
    if not any(isinstance(tree.get(name), str) for name in ("message", "Message")):
        yield f"{code} has no message: {tree}"
    shape = next((each for each in operation.error_shapes if each.name == code), None)
    if shape is None:
        yield from _of_undeclared(operation, status, code, tree)
        return
    trait = shape.metadata.get("error", {})
    wanted = trait.get("httpStatusCode", 500 if shape.metadata.get("fault") else 400)
    if status != wanted:
        yield f"the status of {code} is {status}, not {wanted}"
    yield from _of_structure(shape, tree, code, _beside(operation, shape))
    yield from _of_query_error(operation, headers, code, trait.get("code", code), wanted)


def _error_code(operation, headers, tree):
    """The name of the error's shape: JSON has it in the body, REST in a header."""
    found = tree.get("__type") if _is_rpc(operation) else headers.get(ERROR_TYPE)
    return str(found or "").split(":")[0].rsplit("#", 1)[-1]


def _beside(operation, shape):
    """What an error may have beside its model: its type, and a message if the model has none."""
    named = any(name.lower() == "message" for name in shape.members)
    return ({"__type"} if _is_rpc(operation) else set()) | (set() if named else {"message"})


def _of_undeclared(operation, status, code, tree):
    yield f"the operation declares no {code}"
    if not 400 <= status < 500:
        yield f"the status of {code} is {status}"
    for name in tree.keys() - OWN_OF_ERRORS:
        yield f"{code}.{name} is in no model"


def _of_query_error(operation, headers, name, code, status):
    """A service that once spoke AWS Query gives the error's older code in a header."""
    if "awsQueryCompatible" not in operation.service_model.metadata:
        return
    wanted = f"{code};{'Sender' if status < 500 else 'Receiver'}"
    if headers.get(QUERY_ERROR) != wanted:
        yield f"{QUERY_ERROR} of {name} is {headers.get(QUERY_ERROR)!r}, not {wanted}"
