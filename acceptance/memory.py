#!/usr/bin/env python3
"""Measures the memory of `./coalmine up` over many releases: the live heap after a full collection.

Plays releases of the sample account's functions, forth and back, under simulated traffic, a few
thousand times as fast as the wall clock. Prints a line for each measurement. Needs Python 3.11,
boto3, and `jcmd` of the JDK that runs `up`; takes some minutes.

usage: python3 acceptance/memory.py [--releases 100,500,1000] [--keep N] [--keep-metrics DURATION]
"""

import argparse
import re
import subprocess
import time

from support.aws_client import Client
from support.up import Up, build

FUNCTIONS = ("orders", "billing", "mail")
PLAN = {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}
POLL_SECONDS = 0.02


def live_megabytes(process_id):
    """The size of all reachable objects; the histogram's collection is a full one."""
    histogram = subprocess.run(
        ["jcmd", str(process_id), "GC.class_histogram"], capture_output=True, text=True, check=True
    ).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE)[1]) / 1e6


class Releases:
    """Releases one after another, one at a time for each function."""

    def __init__(self, endpoint):
        self.aws = Client(endpoint)
        self.running = {}
        self.ended = {}

    def start(self, function):
        live = self.aws.alias(function)["FunctionVersion"]
        versions = self.aws.functions.list_versions_by_function(FunctionName=function)["Versions"]
        others = {version["Version"] for version in versions} - {"$LATEST", live}
        request = {"function": function, "version": max(others), "plan": PLAN, "watch": "PT5M"}
        self.running[function] = self.aws.start(request)

    def play(self, until):
        """Plays until so many releases have ended."""
        while sum(self.ended.values()) < until:
            for function in FUNCTIONS:
                if function not in self.running:
                    self.start(function)
                    continue
                found = self.aws.executions.describe_execution(
                    executionArn=self.running[function]
                )
                status = found["status"]
                if status != "RUNNING":
                    del self.running[function]
                    self.ended[status] = self.ended.get(status, 0) + 1
            time.sleep(POLL_SECONDS)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--releases", default="100,500,1000")
    options.add_argument("--keep", default="1000")
    options.add_argument("--keep-metrics", default="P15D")
    options.add_argument("--speed", default="2000")
    given = options.parse_args()
    build()
    kept = ("--keep", given.keep, "--keep-metrics", given.keep_metrics)
    with Up("--speed", given.speed, "--traffic", "healthy", *kept) as up:
        releases = Releases(up.endpoint)
        print(f"{0:5} releases: {live_megabytes(up.process.pid):6.1f} MB", flush=True)
        for count in map(int, given.releases.split(",")):
            releases.play(count)
            megabytes = live_megabytes(up.process.pid)
            print(f"{count:5} releases: {megabytes:6.1f} MB {releases.ended}", flush=True)


if __name__ == "__main__":
    main()
