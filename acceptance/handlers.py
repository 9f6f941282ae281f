#!/usr/bin/env python3
"""Runs each handler of the packaged jar by AWS' own runtime client for Java, as Lambda does.

For each function of the template it starts a process: the Runtime Interface Client, the unpacked
jar, and the environment that `./coalmine up` has for the function; `up` is the AWS that it calls. A
small Runtime API gives it an event and takes the answer. The handlers of the workflow release an
alias and a stage, each with the answer of the one before it. Each handler then gets an event that
it can't read. Its error, its log lines and its end are checked too. Those that can start from a
snapshot do so, as far as a machine without snapshots can: by the hooks of org.crac.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if one failed. Needs Python
3.11, boto3, Maven (for the runtime client) and the jar, which `mvn package` builds.

usage: python3 acceptance/handlers.py
"""

import signal
import sys

from runtime.calls import CALLS, World
from runtime.claims import check_handler, check_snapshot
from runtime.container import JAR, Runtime
from support.aws_client import Client
from support.claims import Claims, closing_line
from support.up import Up, build

USAGE_ERROR = 64
# With the template's parameter SnapStart; translation/starts.py has the same list.
FROM_SNAPSHOTS = ["CheckAlarms", "Claim", "Prepare", "Promote", "ShiftWeight"]


def functions(client):
    """The configuration of each function of the stack, by the name of its handler."""
    found = {}
    for page in client.functions.get_paginator("list_functions").paginate():
        for each in page["Functions"]:
            if each["FunctionName"].startswith("coalmine-"):
                found[each["Handler"].rpartition(".")[2]] = each
    return found


def run():
    claims = Claims()
    with Up("--speed", "1") as up, Runtime() as runtime:
        client = Client(up.endpoint)
        configurations = functions(client)
        world = World(client)
        claims.equal(
            "each function of the template has a call here",
            sorted(configurations),
            sorted({call.handler for call in CALLS}),
        )
        for handler in dict.fromkeys(call.handler for call in CALLS):
            before = len(claims.lines)
            calls = [call for call in CALLS if call.handler == handler]
            check_handler(claims, runtime, configurations[handler], up.endpoint, world, calls)
            print("\n".join(claims.lines[before:]), flush=True)
        before = len(claims.lines)
        for handler in FROM_SNAPSHOTS:
            check_snapshot(claims, runtime, configurations[handler], up.endpoint)
        print("\n".join(claims.lines[before:]), flush=True)
        client.answers.claim(claims, "boto3")
    return claims


def main():
    build()
    if not JAR.exists():
        print(f"no {JAR}: build it with mvn package", file=sys.stderr)
        return USAGE_ERROR
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    claims = run()
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main())
