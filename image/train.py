#!/usr/bin/env python3
"""Trains the AOT cache of the container image, and writes how a function is started with it.

Runs Prepare, ShiftWeight and CheckAlarms in one process of AWS' runtime client for Java, against
`./coalmine up`. Over HTTP, since the HTTP client's TLS is native code, which no cache has. FOLDER
has the jars, in the place that they will have in the image: a cache is valid for these paths only.
It gets image.aot and start.args, which `java @start.args HANDLER` reads.

Needs the JDK 25 that will run the functions (JAVA_HOME), Python with boto3, and a project that is
built. The Dockerfile calls it.

usage: python3 image/train.py FOLDER
"""

import os
import pathlib
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "acceptance")]

from cold import variants  # noqa: E402
from cold.scene import Scene  # noqa: E402
from runtime.container import java  # noqa: E402
from support.aws_client import Client  # noqa: E402
from support.up import Up  # noqa: E402

# What Lambda's own start of the managed runtime has, and an image has to say itself.
HEAP = "-XX:MaxRAMPercentage=75"


def main(folder):
    libraries = folder / "runtime"
    runtime = types.SimpleNamespace(java=java(), libraries=libraries, task=folder)
    variants.JAR = folder / "coalmine-lambda.jar"
    variants.OPTIONS[:] = [HEAP, *variants.OPTIONS[1:]]
    core = min(os.sched_getaffinity(0))
    with Up("--speed", "1") as up:
        scene = Scene(Client(up.endpoint), None, folder)
        launcher = variants.Launcher(
            runtime, up.endpoint, scene.configurations, core, folder, None
        )
        scene.train(launcher, {"image"})
    options = [*variants.FLAGS.split(), *launcher.options("image")]
    (folder / "start.args").write_text("\n".join(options) + "\n")
    print(f"{folder / 'image.aot'}: {(folder / 'image.aot').stat().st_size >> 20} MB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve())
