"""The server under test: `./coalmine up`."""

import pathlib
import queue
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAUNCHER = str(ROOT / "coalmine")
BUILD_TIMEOUT_SECONDS = 300  # the launcher may have to build first
STOP_TIMEOUT_SECONDS = 10


def build():
    """Lets the launcher build if it has to."""
    subprocess.run(
        [LAUNCHER, "--version"],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=BUILD_TIMEOUT_SECONDS,
    )


class Up:
    """`./coalmine up` on a free port; it is stopped at the end of the block.

    Another launcher, and the environment that it gets, can be given: those of an unpacked archive.
    """

    def __init__(self, *options, launcher=LAUNCHER, environment=None):
        self.command = [launcher, "up", "--port", "0", *options]
        self.environment = environment

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
        self.output = queue.Queue()
        for stream in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self._read, args=(stream,), daemon=True).start()
        try:
            self.endpoint = self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _read(self, stream):
        for line in stream:
            self.output.put(line.rstrip())
        self.output.put(None)

    def _wait_until_ready(self):
        deadline = time.monotonic() + BUILD_TIMEOUT_SECONDS
        lines = []
        while (left := deadline - time.monotonic()) > 0:
            try:
                line = self.output.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                break
            lines.append(line)
            if line.startswith("ready "):
                return line.split()[1]
        raise SystemExit("`up` did not become ready; its output:\n" + "\n".join(lines))

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
