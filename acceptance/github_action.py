#!/usr/bin/env python3
"""Runs integrations/github-action as GitHub's runner does, against `./coalmine up`.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed. Time runs
60 times as fast as the wall clock. Needs Python 3.11, boto3, PyYAML, bash and jq.

usage: python3 acceptance/github_action.py [STORY …]     (all stories if none is named)
"""

import concurrent.futures
import os
import shutil
import sys

import actions  # noqa: F401  registers its stories
from support.aws_client import ENVIRONMENT, Client
from support.claims import closing_line
from support.stories import STORIES, run_story
from support.up import Up

SPEED = "60"
PARALLEL_STORIES = 2
USAGE_ERROR = 64


def main(names):
    unknown = [name for name in names if name not in STORIES]
    if unknown:
        print(f"no story {', '.join(unknown)}; there are {', '.join(STORIES)}", file=sys.stderr)
        return USAGE_ERROR
    if not shutil.which("jq"):
        print("no jq on the PATH", file=sys.stderr)
        return USAGE_ERROR
    os.environ.update(ENVIRONMENT)
    passed = failed = 0
    with Up("--speed", SPEED) as up:
        client = Client(up.endpoint)
        with concurrent.futures.ThreadPoolExecutor(PARALLEL_STORIES) as pool:
            for claims in pool.map(lambda name: run_story(name, client), names or STORIES):
                print("\n".join(claims.lines), flush=True)
                passed += claims.passed
                failed += claims.failed
    print(closing_line(passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
