"""Answers that differ from botocore's models, and why they are right all the same."""

import re
from typing import NamedTuple


class Difference(NamedTuple):
    """A fault of some operations that is none; service, operation and fault are patterns.

    The inputs that are made from the models do not meet one that is too large or too much.
    """

    service: str
    operation: str
    fault: str
    why: str
    source: str
    too_much: bool = False


DIFFERENCES = (
    Difference(
        ".*",
        ".*",
        "the operation declares no UnknownOperationException",
        "an operation that the embedded AWS does not have; AWS has each",
        "https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html",
    ),
    Difference(
        ".*",
        ".*",
        "the operation declares no SerializationException",
        "a parameter of another JSON type: the protocol's error, so that no service declares it",
        "https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html",
    ),
    Difference(
        ".*",
        ".*",
        "the operation declares no ValidationException",
        "a value that breaks a constraint of the model: common to the operations of a service",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html",
    ),
    Difference(
        "cloudwatch",
        ".*",
        "the operation declares no ValidationError",
        "the same by AWS Query, whose name for it is older",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html",
    ),
    Difference(
        "cloudwatch",
        ".*",
        "the operation declares no ThrottlingException",
        "more calls or data points a second than the quota: common to all operations",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html",
        too_much=True,
    ),
    Difference(
        "lambda",
        "Invoke",
        "the operation declares no RequestEntityTooLargeException",
        "a payload over 6 MB: the front of Lambda names it so, before the operation is known",
        "https://github.com/awslabs/aws-athena-query-federation/issues/793",
        too_much=True,
    ),
    Difference(
        "cloudwatch",
        "DescribeAlarms",
        "the operation declares no ResourceNotFound",
        "parents or children of an alarm that is not there; the model declares no error for it",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html",
    ),
)


_seen = set()


def explained(service, operation, fault):
    """Whether a difference of the table says why the fault is none."""
    for each in DIFFERENCES:
        if all(
            re.fullmatch(pattern, found, re.DOTALL)
            for pattern, found in zip(each[:3], (service, operation, fault), strict=True)
        ):
            _seen.add(each)
            return True
    return False


def unseen():
    """The differences that explained nothing so far, of those that the models can lead to."""
    return [each for each in DIFFERENCES if each not in _seen and not each.too_much]
