#!/usr/bin/env python3
"""Measures cold starts and warm calls of the handlers beside boto3 doing the same calls, over TLS.

AWS is `./coalmine up` behind HTTPS with a certificate made for this run. Each round starts one
process after the other: a Python process with boto3, and the packaged jar in AWS' own runtime
client for Java, in each variant. Each is given one event, on one core, and is measured from its
start to its answer. What the Java handler calls is noted, and boto3 makes those calls.

Prints medians of CPU and wall time, and medians of each round's ratio to boto3. Needs Linux with
`unshare` and openssl, Python 3.11 with boto3, Maven, and the jar that `mvn package` builds; caches
need JDK 25 (JAVA_HOME). README.md has figures.

usage: python3 bench/cold_start.py [--rounds 9] [--warm 40] [--handlers ShiftWeight,CheckAlarms]
                                   [--variants bare,unflagged,zip,snapstart,image]
"""

import argparse
import os
import pathlib
import statistics
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "acceptance"))

from cold import scene, trust  # noqa: E402
from cold.front import Front  # noqa: E402
from cold.process import Spent  # noqa: E402
from cold.variants import BARE, VARIANTS, Launcher  # noqa: E402
from runtime.container import JAR, Runtime  # noqa: E402
from support.aws_client import Client  # noqa: E402
from support.up import Up, build  # noqa: E402

USAGE_ERROR = 64


class Figures:
    """What each variant spent, by round."""

    def __init__(self, first, warm):
        self.first = {name: [] for name in first}
        self.warm = {name: [] for name in warm}


def measure(launcher, scene, handler, variants, rounds, warm):
    """The figures of one handler; the caches are there."""
    calls = scene.note_calls(handler, launcher.java(handler, BARE))
    names = [variant.name for variant in variants]
    figures = Figures(["boto3", *names], ["boto3", *names])
    processes = {"boto3": lambda: launcher.boto3(handler, calls)}
    for variant in variants:
        processes[variant.name] = lambda variant=variant: launcher.java(handler, variant)
    snapshots = {variant.name for variant in variants if variant.snapshot}
    for number in range(rounds):
        for name, process in processes.items():
            with process() as started:
                start = started.restored if name in snapshots else started.first
                figures.first[name].append(start(scene.event(handler)))
                if number == 0:
                    figures.warm[name] = [started.next(scene.event(handler)) for _ in range(warm)]
    return figures


def table(title, figures, texts):
    print(f"\n{title}\n")
    print("| variant | CPU ms | wall ms | CPU × boto3 | wall × boto3 |")
    print("| --- | --- | --- | --- | --- |")
    for name, spent in figures.items():
        if not spent:
            continue
        cpu, wall = (statistics.median(part) * 1000 for part in zip(*spent))
        ratios = [Spent(a.cpu / b.cpu, a.wall / b.wall) for a, b in zip(spent, figures["boto3"])]
        by_cpu, by_wall = (statistics.median(part) for part in zip(*ratios))
        print(f"| {texts[name]} | {cpu:.1f} | {wall:.1f} | {by_cpu:.2f} | {by_wall:.2f} |")


def cores():
    """One core for what is measured, and the others for everything else."""
    free = sorted(os.sched_getaffinity(0))
    return free[-1], set(free[:-1]) or set(free)


def run(options, folder):
    texts = {"boto3": "Python with boto3", **{each.name: each.text for each in VARIANTS}}
    core, others = cores()
    os.sched_setaffinity(0, others)
    with (
        Up("--speed", "1") as up,
        Runtime() as runtime,
        Front(up.endpoint, folder) as front,
        tempfile.TemporaryDirectory() as work,
    ):
        stage = scene.Scene(Client(up.endpoint), front, pathlib.Path(work))
        launcher = Launcher(
            runtime,
            front.endpoint,
            stage.configurations,
            core,
            pathlib.Path(work),
            folder / "bundle.pem",
        )
        variants = [each for each in options.variants if launcher.supports(each)]
        stage.train(launcher, {each.cache for each in variants if each.cache})
        for handler in options.handlers:
            found = measure(launcher, stage, handler, variants, options.rounds, options.warm)
            table(f"{handler}: cold start, medians of {options.rounds}", found.first, texts)
            table(f"{handler}: warm calls, medians of {options.warm}", found.warm, texts)


def names(text, known):
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"no {', '.join(unknown)}; there are {', '.join(known)}")
    return chosen


def parse(arguments):
    parser = argparse.ArgumentParser(description="Measures cold starts beside boto3.")
    by_name = {variant.name: variant for variant in VARIANTS}
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--warm", type=int, default=40)
    parser.add_argument(
        "--handlers",
        type=lambda text: names(text, scene.HANDLERS),
        default=["ShiftWeight", "CheckAlarms"],
    )
    parser.add_argument(
        "--variants",
        type=lambda text: [by_name[name] for name in names(text, by_name)],
        default=VARIANTS,
    )
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    folder = trust.enter()
    build()
    if not JAR.exists():
        print(f"no {JAR}: build it with mvn package", file=sys.stderr)
        return USAGE_ERROR
    run(options, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
