#!/usr/bin/env python3
"""Compares the embedded AWS with the API models of AWS, as botocore has them.

For each operation that `./coalmine up` serves it makes inputs from the model: valid ones, and ones
with a missing, an unknown or a malformed parameter, or a value that the model does not have. Each
answer must be as the model has it: status, output with its required members, and errors that the
operation declares. Made-up answers show first that what is wrong is seen. A parameter must be
refused, or be seen in an answer: none is accepted and ignored. Inputs are the same in every run.

Prints a line for each operation, then `N passed, M failed`; exits with 1 if one failed. Needs
Python 3.11 and boto3 (requirements.txt).

usage: python3 acceptance/models.py [SERVICE | OPERATION …]     (all if none is named)
"""

import signal
import sys

from models.caller import SERVICES, Caller
from models.examples import EXAMPLES
from models.rules import Rules
from models.world import World
from models.wrong_answers import check_other_protocol, check_wrong_answers
from support.claims import Claims, closing_line
from support.differences import unseen
from support.up import Up

OTHER_PROTOCOLS = ("smithy-rpc-v2-cbor", "query")  # of CloudWatch
USAGE_ERROR = 64


def check_operation(world, service, name, claims, check=Rules.check, how=""):
    rules = Rules(world, service, name, EXAMPLES[service][name])
    try:
        check(rules)
    except Exception as error:
        rules.faults.append(f"the check ends with {error!r}")
    claims.check(
        f"{service} {name}{how}: {rules.calls} answers are as the model has them",
        not rules.faults,
        "no fault",
        "\n         ".join(dict.fromkeys(rules.faults)),
    )


def check_service(world, service, names, claims):
    caller = world.callers[service]
    examples = EXAMPLES[service].keys()
    served = {name for name in caller.model.operation_names if caller.serves(name)}
    claims.equal(
        f"{service}: each operation that is served has an example", set(), served - examples
    )
    claims.equal(f"{service}: each operation with an example is served", set(), examples - served)
    for name in examples:
        if name in served and (name in names or service in names or not names):
            check_operation(world, service, name, claims)
    caller.answers.claim(claims, service)


def check_protocol(world, endpoint, protocol, names, claims):
    """CloudWatch in one of the protocols that botocore does not take; our SDK for Java has CBOR."""
    world.callers["cloudwatch"] = caller = Caller(endpoint, "cloudwatch", protocol)
    check_other_protocol(caller, protocol, claims)
    how = f" by {protocol}"
    for name in EXAMPLES["cloudwatch"]:
        if name in names or "cloudwatch" in names or not names:
            check_operation(world, "cloudwatch", name, claims, Rules.check_wire, how)
    if caller.answers.answers:
        caller.answers.claim(claims, f"cloudwatch{how}")


def run(names):
    with Up() as up:
        world = World(up.endpoint)
        claims = Claims()
        check_wrong_answers(world.callers, claims)
        print("\n".join(claims.lines))
        for service in SERVICES:
            before = len(claims.lines)
            check_service(world, service, names, claims)
            print("\n".join(claims.lines[before:]), flush=True)
        for protocol in OTHER_PROTOCOLS:
            before = len(claims.lines)
            check_protocol(world, up.endpoint, protocol, names, claims)
            print("\n".join(claims.lines[before:]), flush=True)
        if not names:
            claims.equal("each difference that is explained is seen", [], unseen())
            print(claims.lines[-1])
    return claims


def main(names):
    known = {*SERVICES, *(name for examples in EXAMPLES.values() for name in examples)}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no service or operation {', '.join(unknown)}", file=sys.stderr)
        return USAGE_ERROR
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    claims = run(set(names))
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
