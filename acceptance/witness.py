#!/usr/bin/env python3
"""Plays our state machine on an interpreter that is not ours: moto's Step Functions parser.

Each story is played twice side by side against one `./coalmine up`: by our interpreter, and by
moto's in this process, with the real handlers behind both. Status, Error, Cause, output and the
path through the states must be the same. moto waits in real time, so `up` does too, and bakes are
short.

Tasks that wait for a token run on moto as they are, both events:putEvents.waitForTaskToken (Bake,
KeepBaking, Ask, Watch) and lambda:invoke.waitForTaskToken (CallHook). Functions that answer tokens
do it by SendTaskSuccess to `up`, which does not know moto's executions. So the witness stands in
for them:
- For both interpreters it sends what Wake sends when an alarm goes off; the rule of Wake is off.
- For both it sends the commands that `coalmine pause` and its like send.
- For moto it sends the answer of a hook, which CallHook has returned.
Not played: a hook that answers Pending, since functions of `up` can't.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed. Needs
Python 3.11, boto3, and moto 5 with its Step Functions parser (requirements.txt).

usage: python3 acceptance/witness.py [STORY …]     (all stories if none is named)
"""

import concurrent.futures
import logging
import os
import signal
import sys
import urllib.parse

from support.arns import WORKFLOW_ARN, queue_arn
from support.aws_client import ENVIRONMENT, Client
from support.claims import Claims, closing_line
from support.up import Up
from witness.comparison import compare, play
from witness.engines import MotoEngine, OurEngine, make_moto_fast, make_tokens_readable
from witness.stories import STORIES

PARALLEL_STORIES = 10
USAGE_ERROR = 64
TIMEOUT_SECONDS = 120  # a claim of a stage takes 20 s


def run(client, definition, stories):
    """Plays the stories on both interpreters; returns the claims."""
    claims = Claims()
    with concurrent.futures.ThreadPoolExecutor(2 * PARALLEL_STORIES) as pool:
        plays = []
        for story in stories:
            ours = pool.submit(play, OurEngine(client), story, f"ours-{story.name}")
            motos = pool.submit(play, MotoEngine(client, definition), story, f"moto-{story.name}")
            plays.append((story, ours, motos))
        for story, ours, motos in plays:
            try:
                compare(claims, story, ours.result(), motos.result())
            except Exception as error:
                claims.check(f"{story.name} runs to its end", False, "no error", repr(error))
    return claims


def disable_wake(client):
    """Lets no alarm wake a release before the witness does."""
    queue = queue_arn("coalmine-alarms.fifo")  # that of Wake
    for rule in client.events.list_rules()["Rules"]:
        targets = client.events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        if any(target["Arn"] == queue for target in targets):
            client.events.disable_rule(Name=rule["Name"])
            return
    raise SystemExit("no rule has the queue of Wake for a target")


def main(names):
    unknown = [name for name in names if name not in STORIES]
    if unknown:
        print(f"no story {', '.join(unknown)}; there are {', '.join(STORIES)}", file=sys.stderr)
        return USAGE_ERROR
    stories = [STORIES[name] for name in names or STORIES]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.update(ENVIRONMENT)
    logging.disable()  # moto logs each failure of a state; here that is part of the stories
    with Up("--speed", "1") as up:
        # moto's tasks call this port of localhost: the embedded AWS.
        os.environ["MOTO_PORT"] = str(urllib.parse.urlsplit(up.endpoint).port)
        make_moto_fast()
        make_tokens_readable()
        client = Client(up.endpoint, TIMEOUT_SECONDS)
        disable_wake(client)
        machine = client.executions.describe_state_machine(stateMachineArn=WORKFLOW_ARN)
        claims = run(client, machine["definition"], stories)
        client.answers.claim(claims, "boto3")
    print("\n".join(claims.lines))
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
