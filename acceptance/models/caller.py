"""Calls operations by their API model, with inputs that botocore itself would not send."""

import copy
import json

import boto3
import botocore.config
import botocore.exceptions
import botocore.session
from botocore import xform_name

from support import arns
from support.answer_check import AnswerCheck, seen

SERVICES = ("lambda", "apigateway", "cloudwatch", "events", "stepfunctions", "codepipeline")


class Answer:
    """One answer: its status, its error code and message or its output, and its body as sent.

    Its faults are what differs from the model.
    """

    def __init__(self, status, code, message, output, body, faults):
        self.status = status
        self.code = code
        self.message = message
        self.output = output
        self.body = body
        self.faults = faults

    @property
    def succeeded(self):
        return self.status < 300

    def __str__(self):
        return f"{self.status} {self.code} {self.message}".strip()


class Caller:
    """One service. Nothing of an input is checked before it is sent.

    It speaks the protocol that botocore takes, or another one that the model has.
    """

    def __init__(self, endpoint, name, protocol=None):
        config = botocore.config.Config(
            inject_host_prefix=False, parameter_validation=False, retries={"total_max_attempts": 1}
        )
        session = boto3.Session(
            aws_access_key_id="any",
            aws_secret_access_key="any",
            region_name=arns.REGION,
            botocore_session=_session(protocol),
        )
        self.name = name
        self.client = session.client(name, endpoint_url=endpoint, config=config)
        self.model = self.client.meta.service_model
        self.client.meta.events.register("before-call", self._change)
        self.client.meta.events.register("before-parse", self._look)
        self.client.meta.events.register("after-call", self._keep)
        self.answers = AnswerCheck()
        self.change = None
        self.response = None
        self.faults = []

    def operation(self, name):
        return self.model.operation_model(name)

    def call(self, operation, change=None, **inputs):
        """The answer. A change is given the body's JSON, as it is about to be sent."""
        self.change, self.response = change, None
        try:
            output = getattr(self.client, xform_name(operation))(**inputs)
            code = message = ""
        except botocore.exceptions.ClientError as error:
            output = error.response
            code, message = output["Error"]["Code"], output["Error"].get("Message", "")
        finally:
            self.change = None
        status = output["ResponseMetadata"]["HTTPStatusCode"]
        return Answer(status, code, message, output, self.response.content, self.faults)

    def _change(self, params, **_):
        if self.change:
            body = json.loads(params["body"] or "{}")
            self.change(body)
            params["body"] = json.dumps(body).encode()

    def _look(self, operation_model, response_dict, **_):
        operation, self.faults = seen(operation_model, response_dict)
        self.answers.add(operation, self.faults)

    def _keep(self, http_response, **_):
        self.response = http_response

    def serves(self, operation):
        """Whether the embedded AWS has an operation: it is not refused as unknown."""
        shape = self.operation(operation).input_shape
        places = {
            name: "any"
            for name, member in (shape.members if shape else {}).items()
            if member.serialization.get("location") == "uri"
        }
        return self.call(operation, **places).code not in (
            "UnknownOperationException",
            "UnknownOperation",
            "InvalidAction",
        )


def _session(protocol):
    """A session of botocore whose models have that protocol alone; all of theirs if it is None."""
    session = botocore.session.get_session()
    if protocol is None:
        return session
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def load_with_protocol(service, kind, api_version=None):
        model = load(service, kind, api_version)
        if kind == "service-2":
            model = copy.deepcopy(model)
            model["metadata"]["protocols"] = [protocol]
        return model

    loader.load_service_model = load_with_protocol
    return session
