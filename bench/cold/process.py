"""One process of a handler, with a Runtime API of its own, and the CPU time that it used."""

import os
import subprocess
import tempfile
import time
from typing import NamedTuple

from runtime.api import RuntimeApi


class Spent(NamedTuple):
    """Seconds of CPU, of all threads, and on the wall."""

    cpu: float
    wall: float


class Measured:
    """A process from its start to its kill, on one core; within a block of `with`.

    Its current folder is the function's code: the runtime client for Java reads classes there.
    """

    def __init__(self, command, environment, core, function_arn, task):
        self.command = command
        self.environment = {**environment, "LAMBDA_TASK_ROOT": str(task)}
        self.core = core
        self.task = task
        self.api = RuntimeApi(function_arn)

    def __enter__(self):
        self.api.__enter__()
        self.output = tempfile.TemporaryFile()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**self.environment, "AWS_LAMBDA_RUNTIME_API": self.api.address},
            cwd=self.task,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.sched_setaffinity(0, {self.core}),
        )
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.api.__exit__()
        self.output.close()

    def end(self):
        """Ends it as an orderly machine does, and waits: a training run writes its cache then."""
        self.process.terminate()
        self.process.wait()

    def first(self, event):
        """What the process spent from its start to its first answer."""
        self._invoke(event)
        return Spent(self._cpu(), time.monotonic() - self.started)

    def next(self, event):
        """What one more answer cost. CPU time that the process spent since the last counts too."""
        cpu, started = self._cpu(), time.monotonic()
        self._invoke(event)
        return Spent(self._cpu() - cpu, time.monotonic() - started)

    def restored(self, event):
        """What a restored snapshot would spend: from the restore to the first answer."""
        if not self.api.wait_for_checkpoint():
            raise SystemExit("no checkpoint; its output:\n" + self._said())
        cpu, started = self._cpu(), time.monotonic()
        self.api.restore()
        self._invoke(event)
        return Spent(self._cpu() - cpu, time.monotonic() - started)

    def _invoke(self, event):
        result = self.api.invoke(event)
        if result.kind != "response":
            raise SystemExit(f"{self.command[-1]} answered {result}; its output:\n{self._said()}")
        return result

    def _cpu(self):
        # The clock of a process by its id, as clock_getcpuclockid(3) makes it.
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def _said(self):
        self.output.seek(0)
        return self.output.read()[-2000:].decode(errors="replace")
