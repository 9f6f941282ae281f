"""A process that runs one handler as Lambda's managed runtime for Java does."""

import os
import pathlib
import re
import struct
import subprocess
import tempfile
import threading
import zipfile

from runtime.api import RuntimeApi
from support.arns import REGION
from support.up import ROOT

JAR = ROOT / "functions/target/coalmine-lambda.jar"
POM = ROOT / "acceptance/runtime/pom.xml"
MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
FRAME = struct.Struct(">IIQ")  # of a log event: kind, length, microseconds since 1970
FRAME_KIND = 0xA55A0000  # its last two bytes have the level and the format
STOP_SECONDS = 10
SECRET = "not-to-be-logged"


class Runtime:
    """The runtime client and the unpacked jar, in a folder that is removed at the end."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.libraries = pathlib.Path(self.folder.name, "runtime")
        self.task = pathlib.Path(self.folder.name, "task")
        goal = ["-Dstyle.color=never", "dependency:copy-dependencies", f"-DoutputDirectory={self.libraries}"]
        subprocess.run(["mvn", "-B", "-ntp", "-q", "-f", str(POM), *goal], check=True)
        with zipfile.ZipFile(JAR) as jar:
            jar.extractall(self.task)
        self.java = java()
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def command(self, handler):
        found = subprocess.run([self.java, "-version"], capture_output=True, text=True, check=True)
        major = int(re.search(r'version "(\d+)', found.stderr).group(1))
        options = ["-Xmx900m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        options.append("--add-opens=java.base/java.io=ALL-UNNAMED")  # for the telemetry's descriptor
        options.append("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac")  # as AWS does
        if major >= 22:
            options.append("--enable-native-access=ALL-UNNAMED")
        return [self.java, *options, "-cp", f"{self.libraries}/*", MAIN, handler]


def java():
    home = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(home, "bin/java")) if home else "java"


class Container:
    """One process for one function, as its configuration says; within a block of `with`."""

    def __init__(self, runtime, configuration, endpoint, for_snapshot=False):
        self.runtime = runtime
        self.handler = configuration["Handler"]
        self.api = RuntimeApi(configuration["FunctionArn"])
        self.environment = {
            **configuration["Environment"]["Variables"],
            **reserved(configuration),
            "AWS_ENDPOINT_URL": endpoint,
            "LAMBDA_TASK_ROOT": str(runtime.task),
        }
        if for_snapshot:
            self.environment["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start"

    def __enter__(self):
        self.api.__enter__()
        reading, writing = os.pipe()
        self.telemetry = _Reader(os.fdopen(reading, "rb"))
        self.process = subprocess.Popen(
            self.runtime.command(self.handler),
            cwd=self.runtime.task,
            env={
                **self.environment,
                "AWS_LAMBDA_RUNTIME_API": self.api.address,
                "_LAMBDA_TELEMETRY_LOG_FD": str(writing),
            },
            pass_fds=[writing],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        os.close(writing)
        self.stdout, self.stderr = _Reader(self.process.stdout), _Reader(self.process.stderr)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.api.wait_until_idle()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.api.__exit__()

    def invoke(self, event):
        return self.api.invoke(event)

    def printed(self):
        """The lines of both outputs; complete once the process has ended."""
        return self.stdout.all().decode().splitlines() + self.stderr.all().decode().splitlines()

    def logged(self):
        """The events that the runtime client itself logged, in the frames of the telemetry."""
        found, data = [], self.telemetry.all()
        while data:
            kind, length, _ = FRAME.unpack_from(data)
            if kind & 0xFFFF0000 != FRAME_KIND:
                raise ValueError(f"no frame of a log event: {data[:80]!r}")
            found.append(data[FRAME.size : FRAME.size + length].decode())
            data = data[FRAME.size + length :]
        return found


class _Reader:
    """Reads a stream to its end, so that the process never waits for a reader."""

    def __init__(self, stream):
        self.data = b""
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream):
        with stream:
            while part := stream.read1():
                self.data += part

    def all(self):
        self.thread.join(STOP_SECONDS)
        return self.data


def reserved(configuration):
    """The variables that Lambda sets ("Defined runtime environment variables")."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "_HANDLER": configuration["Handler"],
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": SECRET,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{configuration['Runtime']}",
        "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"],
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/coalmine/coalmine",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[1]0",
    }
