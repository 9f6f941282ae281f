"""The peer: a Python process that answers Lambda's Runtime API and calls AWS by boto3.

It makes the calls that the Java handler of the same name made, one after the other. It reads the
event and answers the document in it, as that handler does. COALMINE_BENCH_CALLS is a file with the
calls. It is lighter than Lambda's own client for Python, which does more for each invocation.
"""

import http.client
import json
import os

import boto3

PREFIX = "/2018-06-01/runtime/invocation"

with open(os.environ["COALMINE_BENCH_CALLS"]) as file:
    CALLS = json.load(file)
CLIENTS = {name: boto3.client(name) for name in sorted({call["service"] for call in CALLS})}


def handle(event):
    answer = {}
    for call in CALLS:
        parameters = dict(call["parameters"])
        if "RevisionId" in parameters and "RevisionId" in answer:
            parameters["RevisionId"] = answer["RevisionId"]
        answer = getattr(CLIENTS[call["service"]], call["method"])(**parameters)
    return event["release"]


def main():
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        api.request("GET", f"{PREFIX}/next")
        asked = api.getresponse()
        event = json.loads(asked.read())
        answer = json.dumps(handle(event)).encode()
        request = asked.headers["Lambda-Runtime-Aws-Request-Id"]
        api.request("POST", f"{PREFIX}/{request}/response", answer)
        api.getresponse().read()


if __name__ == "__main__":
    main()
