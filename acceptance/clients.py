#!/usr/bin/env python3
"""Calls `./coalmine up` with clients of AWS that are not ours: boto3 and the AWS CLI.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed. Time runs
60 times as fast as the wall clock, so a minute of a release is a second here. Needs Python 3.11,
boto3 and the AWS CLI (requirements.txt).

usage: python3 acceptance/clients.py [STORY …]     (all stories if none is named)
"""

import concurrent.futures
import os
import shutil
import signal
import sys
import time

import clients  # noqa: F401  the package beside this file; it registers the stories
from support.answer_check import CommandLine
from support.aws_client import ENVIRONMENT, Client
from support.claims import Claims, closing_line
from support.stories import STORIES, run_story
from support.up import Up

SPEED = 60
PARALLEL_STORIES = 4
USAGE_ERROR = 64


def check_clock(client, claims, before, began):
    speed = (client.now() - before).total_seconds() / (time.monotonic() - began)
    claims.check(
        f"the clock runs {SPEED} times as fast as the wall",
        0.9 * SPEED < speed < 1.1 * SPEED,
        f"about {SPEED}",
        round(speed, 1),
    )


def run(names):
    """Runs the stories against one server; returns how many claims passed and failed."""
    options = ("--speed", str(SPEED), "--parameter", "NewsEmail=ann@example.com")
    with Up(*options) as up, CommandLine() as command_line:
        client = Client(up.endpoint, command_line=command_line)
        before, began = client.now(), time.monotonic()
        passed = failed = 0
        with concurrent.futures.ThreadPoolExecutor(PARALLEL_STORIES) as pool:
            for claims in pool.map(lambda name: run_story(name, client), names):
                print("\n".join(claims.lines), flush=True)
                passed += claims.passed
                failed += claims.failed
        claims = Claims()
        check_clock(client, claims, before, began)
        client.answers.claim(claims, "boto3")
        if client.used_cli:
            command_line.check().claim(claims, "AWS CLI")
    claims.equal("up ends with exit status 0 when it is stopped", 0, up.process.returncode)
    print("\n".join(claims.lines))
    return passed + claims.passed, failed + claims.failed


def main(names):
    unknown = [name for name in names if name not in STORIES]
    if unknown:
        print(f"no story {', '.join(unknown)}; there are {', '.join(STORIES)}", file=sys.stderr)
        return USAGE_ERROR
    if not shutil.which("aws"):
        print("no AWS CLI on the PATH", file=sys.stderr)
        return USAGE_ERROR
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.update(ENVIRONMENT)
    passed, failed = run(names or STORIES)
    print(closing_line(passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
