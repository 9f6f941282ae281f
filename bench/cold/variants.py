"""The ways to run a handler that the bench compares."""

import pathlib
import re
import subprocess
import sys
from typing import NamedTuple

from cold.process import Measured
from runtime.container import JAR, MAIN, reserved

FOLDER = pathlib.Path(__file__).resolve().parent
FLAGS = "-Djdk.reflect.useNativeAccessorOnly=true -Daws.crt.libc=glibc"
# As Lambda's runtimes for Java start it; -Xmx is what a function of 1,024 MB gets.
OPTIONS = [
    "-Xmx900m",
    "-XX:+UseSerialGC",
    "-XX:+TieredCompilation",
    "-XX:TieredStopAtLevel=1",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
]


class Variant(NamedTuple):
    """A name, what it is, and how its process is started."""

    name: str
    text: str
    flags: str = FLAGS
    cache: str = ""  # runtime: of the runtime client alone; image: of everything
    snapshot: bool = False


BARE = Variant("bare", "zip, without the flags and without any cache", flags="")
VARIANTS = [
    BARE,
    Variant("unflagged", "zip on java25 without the flags", flags="", cache="runtime"),
    Variant("zip", "zip on java25, as deployed", cache="runtime"),
    Variant("snapstart", "the same with SnapStart, after the restore", cache="runtime", snapshot=True),
    Variant("image", "container image with its AOT cache", cache="image"),
]


class Launcher:
    """Makes the processes of all variants for one core."""

    def __init__(self, runtime, endpoint, configurations, core, folder, bundle):
        self.runtime = runtime
        self.endpoint = endpoint
        self.configurations = configurations
        self.core = core
        self.folder = folder
        self.bundle = bundle
        self.major = _major(runtime.java)
        self.helper = folder / "helper"
        self.empty = folder / "empty"
        self.empty.mkdir()

    def supports(self, variant):
        """AOT caches in one step are JDK 25's (JEP 514)."""
        return not variant.cache or self.major >= 25

    def java(self, handler, variant):
        configuration = self.configurations[handler]
        image = variant.cache == "image"
        options = [f"-XX:AOTCache={self._cache(variant.cache)}"] if variant.cache else []
        environment = self._environment(configuration, variant.flags)
        if variant.snapshot:
            environment["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start"
        command = self._command(options, image, configuration["Handler"])
        task = self.empty if image else self.runtime.task
        return self._measured(command, environment, configuration, task)

    def boto3(self, handler, calls):
        configuration = self.configurations[handler]
        environment = self._environment(configuration, "")
        environment["COALMINE_BENCH_CALLS"] = str(calls)
        environment["AWS_CA_BUNDLE"] = str(self.bundle)
        command = [sys.executable, str(FOLDER / "boto3_handler.py")]
        return self._measured(command, environment, configuration, self.empty)

    def training(self, kind):
        """A process that writes a cache when it ends, and the handler in it takes any event."""
        configuration = next(iter(self.configurations.values()))
        environment = self._environment(configuration, FLAGS)
        options = [f"-XX:AOTCacheOutput={self._cache(kind)}"]
        command = self._command(options, kind == "image", "TrainingHandler")
        return self._measured(command, environment, configuration, self._compiled_helper())

    def options(self, kind):
        """The options, the class path and the main class of a start with the cache of this kind."""
        return self._command([f"-XX:AOTCache={self._cache(kind)}"], kind == "image", "")[1:-1]

    def _command(self, options, image, handler):
        libraries = sorted(str(path) for path in self.runtime.libraries.glob("*.jar"))
        path = ":".join([*libraries, *([str(JAR)] if image else [])])
        all_options = [*OPTIONS, *options]
        if self.major < 22:
            all_options.remove("--enable-native-access=ALL-UNNAMED")
        return [self.runtime.java, *all_options, "-cp", path, MAIN, handler]

    def _environment(self, configuration, flags):
        environment = {
            **configuration["Environment"]["Variables"],
            **reserved(configuration),
            "AWS_ENDPOINT_URL": self.endpoint,
        }
        environment.pop("JAVA_TOOL_OPTIONS", None)
        if flags:
            environment["JAVA_TOOL_OPTIONS"] = flags
        return environment

    def _measured(self, command, environment, configuration, task):
        return Measured(command, environment, self.core, configuration["FunctionArn"], task)

    def _cache(self, kind):
        return self.folder / f"{kind}.aot"

    def _compiled_helper(self):
        if not self.helper.exists():
            javac = pathlib.Path(self.runtime.java).with_name("javac")
            javac = str(javac) if javac.exists() else "javac"
            path = f"{self.runtime.libraries}/*"
            source = str(FOLDER / "TrainingHandler.java")
            subprocess.run([javac, "-cp", path, "-d", str(self.helper), source], check=True)
        return self.helper


def _major(java):
    found = subprocess.run([java, "-version"], capture_output=True, text=True, check=True)
    return int(re.search(r'version "(\d+)', found.stderr).group(1))
