#!/usr/bin/env python3
"""Reads what `./coalmine up` writes to terminals and to a pipe while a release runs.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed. Time runs
60 times as fast as the wall clock. Needs Python 3.11 and a system with pseudo-terminals.

usage: python3 acceptance/terminal.py
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

from support.claims import Claims, closing_line
from support.screen import Screen
from support.up import LAUNCHER, ROOT, build

UP = [LAUNCHER, "up", "--port", "0", "--speed", "60", "--traffic", "healthy"]
REQUEST = str(ROOT / "events" / "release.json")
RELEASE_LINE = "orders-8 "  # how the line of that release begins
TIMEOUT_SECONDS = 60  # wall time that one step may take
ESCAPE = b"\x1b"
CTRL_C = b"\x03"
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
REDRAW = re.compile(rb"\r\x1b\[[0-9]+A\x1b\[J")  # to the line's start, up some rows, erase
LINE_START, LINE_END = b"\x1b[?7l", b"\x1b[?7h"  # around what is drawn again and again
COUNTDOWN = re.compile(rb"\bin [0-9]+:[0-9]{2}\b")
TERMINAL = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": ""}


class TerminalUp:
    """`./coalmine up` whose standard output is its own terminal, or a pipe."""

    def __init__(self, columns=80, rows=24, pipe=False, **environment):
        environment = {**os.environ, **TERMINAL, **environment}
        self.output = b""
        if pipe:
            self.pid = 0
            self.process = subprocess.Popen(UP, stdout=subprocess.PIPE, env=environment, cwd=ROOT)
            self.reader = self.process.stdout.fileno()
        else:
            self.pid, self.reader = pty.fork()
            if self.pid == 0:
                os.execve(LAUNCHER, UP, environment)
            self.resize(columns, rows)

    def resize(self, columns, rows):
        fcntl.ioctl(self.reader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read_until(self, is_enough):
        """Reads until the output is enough, the time is over, or the output ends."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not is_enough(self.output) and time.monotonic() < deadline:
            if select.select([self.reader], [], [], 0.2)[0]:
                try:
                    more = os.read(self.reader, 65536)
                except OSError:  # Linux reports the end of a terminal so
                    more = b""
                if not more:
                    return
                self.output += more

    def release(self):
        """Starts a release and reads until it has moved traffic twice and its line was redrawn."""
        self.read_until(lambda output: b"ready http" in output and output.endswith(b"\n"))
        endpoint = re.search(rb"ready (\S+)", self.output).group(1).decode()
        subprocess.run(
            [LAUNCHER, "start", REQUEST, "--endpoint", endpoint],
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=TIMEOUT_SECONDS,
        )
        self.read_until(lambda output: output.count(b"ShiftWeight") >= 2)
        if ESCAPE in self.output:  # however slow the machine, not in the middle of a drawing
            self.read_until(lambda output: redraws(output) >= 4 and output.endswith(LINE_END))

    def interrupt(self):
        """Presses Ctrl-C; returns the exit status."""
        if self.pid:
            os.write(self.reader, CTRL_C)
        else:
            self.process.send_signal(signal.SIGINT)
        self.read_until(lambda output: False)
        if self.pid:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.process.wait(TIMEOUT_SECONDS)


def redraws(output):
    return len(REDRAW.findall(output))


def release_lines(rows):
    return [row for row in rows if row.startswith(RELEASE_LINE)]


def on_a_terminal(claims):
    up = TerminalUp()
    up.release()
    shown = Screen(80).write(up.output.decode()).rows()
    live = release_lines(shown)
    claims.equal("a terminal shows one line of the release", 1, len(live))
    bar = live and re.search("[▉-▏█]+░+ +[0-9]+ %", live[0])
    claims.check("it has a bar and a weight", bar, "both", shown)
    claims.check("it counts down to the next poll", COUNTDOWN.search(up.output), "a time", shown)
    drawn = redraws(up.output)
    claims.check("it is drawn again and again", drawn > 3, "more than 3 times", drawn)
    claims.check("it has colours", COLOUR.search(up.output), "colours", up.output)
    up.resize(40, 12)
    mark = len(up.output)
    up.read_until(lambda output: redraws(output[mark:]) > 4)
    latest = up.output.rsplit(LINE_START, 1)[1].split(b"\r\n")[0]
    width = len(COLOUR.sub(b"", latest).decode())
    claims.check("it fits when the terminal becomes narrower", width <= 40, "40 at most", width)
    claims.equal("Ctrl-C ends it with status 0", 0, up.interrupt())
    shown = Screen(80).write(up.output.decode()).rows()
    claims.equal("Ctrl-C leaves the messages, and no line of a release", [], release_lines(shown))
    claims.check("the cursor was never hidden", b"?25" not in up.output, "no ?25", up.output)
    wraps = up.output.rfind(LINE_END) >= up.output.rfind(LINE_START)
    claims.check("lines wrap as before", wraps, "wrapping on", up.output)


def without_colour(claims):
    up = TerminalUp(NO_COLOR="1")
    up.release()
    drawn = REDRAW.search(up.output)
    claims.check("with NO_COLOR the line is drawn again", drawn, "redraws", up.output)
    coloured = COLOUR.search(up.output)
    claims.check("with NO_COLOR nothing has a colour", not coloured, "no colours", up.output)
    up.interrupt()


def in_ascii(claims):
    up = TerminalUp(LC_ALL="C")
    up.release()
    drawing = re.escape(LINE_START) + b"(.*?)" + re.escape(LINE_END)
    drawn = b"".join(re.findall(drawing, up.output, re.DOTALL))
    is_ascii = drawn.isascii() and b"#" in drawn
    claims.check("without UTF-8 the line is ASCII", is_ascii, "ASCII with #", drawn)
    up.interrupt()


def plain(claims, where, **options):
    up = TerminalUp(**options)
    up.release()
    has_sequences = ESCAPE in up.output
    claims.check(f"{where} there is no control sequence", not has_sequences, "none", up.output)
    counts_down = COUNTDOWN.search(up.output)
    claims.check(f"{where} there are messages only", not counts_down, "no countdown", up.output)
    up.interrupt()


def main():
    # A shell starts background jobs with SIGINT ignored, and `up` would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    build()
    claims = Claims()
    on_a_terminal(claims)
    without_colour(claims)
    in_ascii(claims)
    plain(claims, "in a pipe", pipe=True)
    plain(claims, "with TERM=dumb", TERM="dumb")
    print("\n".join(claims.lines))
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main())
