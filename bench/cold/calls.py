"""Requests of the SDK for Java, read back into the calls of boto3 that send the same."""

import datetime
import io
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

import botocore.parsers
import botocore.session
from botocore import xform_name

RPC = re.compile(r"/service/[^/]+/operation/(\w+)")


def read(requests):
    """A list of service, method and parameters, for the process of boto3."""
    return [_read(request) for request in requests]


def _read(request):
    path = urlsplit(request.path)
    if rpc := RPC.fullmatch(path.path):
        return _call("cloudwatch", rpc.group(1), _cbor(request.body))
    target = {name.lower(): text for name, text in request.headers.items()}.get("x-amz-target")
    if target:
        service = "cloudwatch" if "CloudWatch" in target else "stepfunctions"
        return _call(service, target.rpartition(".")[2], json.loads(request.body or b"{}"))
    return _rest("lambda", request, path)


def _call(service, operation, parameters):
    return {"service": service, "method": xform_name(operation), "parameters": _plain(parameters)}


def _cbor(body):
    stream = io.BufferedReader(io.BytesIO(body))
    return botocore.parsers.RpcV2CBORParser().parse_data_item(stream) if body else {}


def _plain(value):
    """The value as JSON can have it; boto3 takes times as text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _rest(service, request, path):
    model = botocore.session.get_session().get_service_model(service)
    for name in model.operation_names:
        operation = model.operation_model(name)
        uri = operation.http["requestUri"].partition("?")[0]
        labels = re.fullmatch(re.sub(r"\{(\w+)\+?\}", r"(?P<\1>[^/]+)", uri), path.path)
        if labels and operation.http["method"] == request.method:
            return _call(service, name, _rest_input(operation, labels, request, path))
    raise SystemExit(f"no operation of {service} is {request.method} {request.path}")


def _rest_input(operation, labels, request, path):
    found = {
        member: unquote(labels[shape.serialization.get("name", member)])
        for member, shape in operation.input_shape.members.items()
        if shape.serialization.get("location") == "uri"
    }
    query = dict(parse_qsl(path.query))
    for member, shape in operation.input_shape.members.items():
        if shape.serialization.get("location") == "querystring":
            name = shape.serialization.get("name", member)
            if name in query:
                found[member] = query[name]
    return {**found, **(json.loads(request.body) if request.body else {})}
