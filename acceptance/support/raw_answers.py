"""Compares answers, as they came over the wire, with the API models that botocore has.

A client of AWS reads past much of what is wrong in an answer: members it does not know, missing
ones, a number for a text, a date in another format. Here all of it is a fault. This module needs
nothing but Python, since the AWS CLI loads it too.
"""

import re

from support.wires import is_instant, wire_of

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
QUERY_ERROR = "x-amzn-query-error"
REQUEST_ID = "x-amzn-requestid"
OWN_OF_ERRORS = {"__type", "message", "Message", "Type"}  # in errors that no model declares


def faults_of(operation, status, headers, body):
    """What differs from the model in one answer; a body that is read as a stream is None."""
    answer = RawAnswer(operation, status, headers, body)
    yield from answer.of_headers()
    yield from answer.of_success() if status < 300 else answer.of_error()


class RawAnswer:
    """One answer; each method yields faults."""

    def __init__(self, operation, status, headers, body):
        self.operation = operation
        self.wire = wire_of(operation)
        self.status = status
        self.headers = {name.lower(): text for name, text in headers.items()}
        self.body = body

    def of_headers(self):
        if REQUEST_ID not in self.headers:
            yield f"no header {REQUEST_ID}"
        for name, wanted in self.wire.needed_headers.items():
            if self.headers.get(name) != wanted:
                yield f"the header {name} is {self.headers.get(name)!r}, not {wanted}"
        found = self.headers.get("content-type", "")
        if self.body and found.split(";")[0].strip() != self.wire.content_type:
            yield f"Content-Type is {found!r}, not {self.wire.content_type}"

    def of_success(self):
        shape = self.operation.output_shape
        members = shape.members if shape else {}
        bound = {member.serialization.get("location") for member in members.values()}
        wanted = self.operation.http.get("responseCode", 200)
        if self.status != wanted and "statusCode" not in bound:
            yield f"the status is {self.status}, not {wanted}"
        if shape is None:
            yield from self._of_nothing()
            return
        yield from self._of_bound(shape)
        payload = shape.serialization.get("payload")
        if self.body is None or (payload and members[payload].type_name == "blob"):
            return
        try:
            tree = self.wire.success(self.operation, self.body)
        except (ValueError, SyntaxError) as error:
            yield f"the body can't be read ({error}): {self.body[:80]!r}"
            return
        yield from self._of_value(members[payload] if payload else shape, tree, "output")

    def _of_nothing(self):
        try:
            found = self.wire.success(self.operation, self.body)
        except (ValueError, SyntaxError) as error:
            found = error
        if found != {}:
            yield f"the model has no output, and here it is {self.body[:80]!r}"

    def _of_bound(self, shape):
        """Members that an answer has in its headers."""
        for name, member in shape.members.items():
            if member.serialization.get("location") != "header":
                continue
            found = self.headers.get(member.serialization.get("name", name).lower())
            if found is None and name in shape.required_members:
                yield f"no header for {name}"
            elif found is not None and not _is_right_header(member, found):
                yield f"the header for {name} is no {member.type_name}: {found!r}"

    def _of_value(self, shape, found, place):
        if found is None:  # AWS does send null for what is not set
            return
        kind = shape.type_name
        if kind == "timestamp":
            wanted = shape.serialization.get("timestampFormat")
            if not self.wire.is_right_instant(wanted, found):
                yield f"{place} is no date as {wanted or self.wire.instants}: {found!r}"
        elif not isinstance(found, JSON_TYPES[kind]) or (
            isinstance(found, bool) and kind != "boolean"
        ):
            yield f"{place} is no {kind}: {found!r}"
        elif kind == "structure":
            yield from self._of_structure(shape, found, place)
        elif kind == "list":
            for each in found:
                yield from self._of_value(shape.member, each, f"{place}[]")
        elif kind == "map":
            for key, each in found.items():
                yield from self._of_value(shape.value, each, f"{place}.{key}")
        elif getattr(shape, "enum", None) and found not in shape.enum:
            yield f"{place} is none of {shape.enum}: {found!r}"

    def _of_structure(self, shape, found, place, more=()):
        known = {
            member.serialization.get("name", name): (name, member)
            for name, member in shape.members.items()
            if "location" not in member.serialization
        }
        for key, each in found.items():
            if key in known:
                yield from self._of_value(known[key][1], each, f"{place}.{key}")
            elif key not in more:
                yield f"{place}.{key} is not in the model"
        for key, (name, _) in known.items():
            if name in shape.required_members and found.get(key) is None:
                yield f"{place} lacks {key}"

    def of_error(self):
        try:
            code, tree = self.wire.error(self.headers, self.body)
        except (ValueError, SyntaxError) as error:
            yield f"the body of the error can't be read ({error}): {self.body[:80]!r}"
            return
        if not code:
            yield f"the error has no code: {self.headers} {tree}"
            return
        if not any(isinstance(tree.get(name), str) for name in ("message", "Message")):
            yield f"{code} has no message: {tree}"
        shapes = self.operation.error_shapes
        shape = next((each for each in shapes if self.wire.is_named(each, code)), None)
        yield from self._of_declared(shape, tree) if shape else self._of_undeclared(code, tree)

    def _of_declared(self, shape, tree):
        trait = shape.metadata.get("error", {})
        wanted = trait.get("httpStatusCode", 500 if shape.metadata.get("fault") else 400)
        if self.status != wanted:
            yield f"the status of {shape.name} is {self.status}, not {wanted}"
        yield from self._of_structure(shape, tree, shape.name, self.wire.beside(shape))
        yield from self._of_query_error(shape, trait.get("code", shape.name), wanted)

    def _of_undeclared(self, code, tree):
        yield f"the operation declares no {code}"
        if not 400 <= self.status < 500:
            yield f"the status of {code} is {self.status}"
        for name in tree.keys() - OWN_OF_ERRORS:
            yield f"{code}.{name} is in no model"

    def _of_query_error(self, shape, code, status):
        """A service that once spoke AWS Query gives the error's older code in a header."""
        service = self.operation.service_model
        if "awsQueryCompatible" not in service.metadata or service.resolved_protocol == "query":
            return
        wanted = f"{code};{'Sender' if status < 500 else 'Receiver'}"
        found = self.headers.get(QUERY_ERROR)
        if found != wanted:
            yield f"{QUERY_ERROR} of {shape.name} is {found!r}, not {wanted}"


def _is_right_header(member, found):
    if member.type_name in ("integer", "long"):
        return bool(re.fullmatch(r"-?\d+", found))
    if member.type_name == "timestamp":
        return is_instant(member.serialization.get("timestampFormat", "rfc822"), found)
    return True
