#!/usr/bin/env python3
"""Looks at `./coalmine up` on terminals and in a pipe while a release runs.

Prints a line for each claim and last `N passed, M failed`; exits 1 if one failed. Time runs 60 times
as fast as the wall. Needs Python 3.9 and a system with pseudo-terminals.

usage: python3 .ci/terminal.py
"""

import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = str(ROOT / "coalmine")
UP = [LAUNCHER, "up", "--port", "0", "--speed", "60", "--traffic", "healthy"]
EVENT = str(ROOT / "events" / "release.json")
PATIENCE = 60  # seconds of the wall that anything may take
ESCAPE = b"\x1b"
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
SEQUENCE = re.compile(rb"\x1b\[(\??[0-9;]*)([A-Za-z])")
REDRAW = re.compile(rb"\r\x1b\[[0-9]+A\x1b\[J")
BLOCK_END = b"\x1b[?7h"
LOOKED = b"next look in"
USUAL = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": ""}
failed = []
passed = []


def holds(claim, condition, found=b""):
    (passed if condition else failed).append(claim)
    shown = "" if condition else f": found {found[-1500:]!r}"
    print(f"{'ok    ' if condition else 'FAILED'} {claim}{shown}", flush=True)


class Up:
    """`./coalmine up` whose standard output is a terminal of its own, or a pipe."""

    def __init__(self, columns=80, rows=24, pipe=False, **environment):
        made = {**os.environ, **USUAL, **environment}
        self.said = b""
        if pipe:
            self.pid = 0
            self.process = subprocess.Popen(UP, stdout=subprocess.PIPE, env=made, cwd=ROOT)
            self.end = self.process.stdout.fileno()
        else:
            self.pid, self.end = pty.fork()
            if self.pid == 0:
                os.execve(LAUNCHER, UP, made)
            self.resize(columns, rows)

    def resize(self, columns, rows):
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, size)

    def read_until(self, done):
        """Reads on until there is what is awaited, time is up, or there is no more."""
        deadline = time.monotonic() + PATIENCE
        while not done(self.said) and time.monotonic() < deadline:
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    more = os.read(self.end, 65536)
                except OSError:  # Linux' word for the end of a terminal
                    more = b""
                if not more:
                    return
                self.said += more

    def release(self):
        """A release that runs until it was seen to rise and to be looked at."""
        self.read_until(lambda said: b"ready http" in said and said.endswith(b"\n"))
        endpoint = re.search(rb"ready (\S+)", self.said).group(1).decode()
        subprocess.run(
            [LAUNCHER, "start", EVENT, "--endpoint", endpoint],
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=PATIENCE,
        )
        self.read_until(lambda said: said.count(b"ShiftWeight") >= 2)
        if ESCAPE in self.said:  # what was read may end in the middle of a picture
            self.read_until(lambda said: said.endswith(BLOCK_END))

    def interrupt(self):
        """Ctrl-C, as the terminal does it."""
        if self.pid:
            os.write(self.end, b"\x03")
        else:
            self.process.send_signal(signal.SIGINT)
        self.read_until(lambda said: False)
        if self.pid:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.process.wait(PATIENCE)


def seen(said, columns):
    """What a terminal of so many columns has been left with, row by row."""
    rows, row, column, wraps = [[]], 0, 0, True
    text = said.decode()
    at = 0
    while at < len(text):
        sequence = SEQUENCE.match(text[at:].encode()) if text[at] == "\x1b" else None
        if sequence:
            parameter, command = sequence.group(1).decode(), sequence.group(2)
            if command == b"A":
                row = max(0, row - int(parameter))
            elif command == b"J":
                del rows[row + 1 :]
                del rows[row][column:]
            elif parameter == "?7":
                wraps = command == b"h"
            elif command != b"m":
                raise SystemExit(f"an unknown sequence: {sequence.group(0)!r}")
            at += len(sequence.group(0))
            continue
        character = text[at]
        at += 1
        if character == "\r":
            column = 0
        elif character == "\n":
            row += 1
            if row == len(rows):
                rows.append([])
        else:
            if column == columns and wraps:
                row, column = row + 1, 0
                if row == len(rows):
                    rows.append([])
            rows[row][min(column, columns - 1) :] = [character]
            column = min(columns, column + 1)
    return ["".join(each).rstrip() for each in rows]


def on_a_terminal():
    up = Up()
    up.release()
    shown = seen(up.said, 80)
    live = [row for row in shown if row.startswith("orders-8 ")]
    holds("a terminal shows a line of the release", len(live) == 1, "\n".join(shown).encode())
    holds("it has a bar and a weight", live and re.search("[▉-▏█]+░+ +[0-9]+ %", live[0]), up.said)
    holds("it counts down to the next look", LOOKED in up.said, up.said)
    holds("it is drawn anew", len(REDRAW.findall(up.said)) > 3, up.said)
    holds("it has colours", COLOUR.search(up.said), up.said)
    up.resize(40, 12)
    mark = len(up.said)
    up.read_until(lambda said: len(REDRAW.findall(said[mark:])) > 4)
    latest = up.said.rsplit(b"\x1b[?7l", 1)[1].split(b"\r\n")[0]
    width = len(COLOUR.sub(b"", latest).decode())
    holds("it fits when the terminal becomes narrower", width <= 40, latest)
    holds("Ctrl-C ends it with status 0", up.interrupt() == 0, up.said)
    shown = [row for row in seen(up.said, 80) if row]
    clean = not any(row.startswith("orders-8 ") for row in shown)
    holds("Ctrl-C leaves what was told, and no line of a release", clean, "\n".join(shown).encode())
    holds("the cursor was never hidden", b"?25" not in up.said, up.said)
    holds("lines wrap as before", up.said.rfind(b"?7h") >= up.said.rfind(b"?7l"), up.said)


def without_colour():
    up = Up(NO_COLOR="1")
    up.release()
    holds("with NO_COLOR the line is drawn anew", REDRAW.search(up.said), up.said)
    holds("with NO_COLOR nothing has a colour", not COLOUR.search(up.said), up.said)
    up.interrupt()


def in_ascii():
    up = Up(LC_ALL="C")
    up.release()
    told = b"".join(re.findall(rb"\x1b\[\?7l(.*?)\x1b\[\?7h", up.said, re.DOTALL))
    holds("without UTF-8 the line is ASCII", told.isascii() and b"#" in told, told)
    up.interrupt()


def plain(claim, **how):
    up = Up(**how)
    up.release()
    holds(f"{claim} there is no control sequence", ESCAPE not in up.said, up.said)
    holds(f"{claim} there is no line but those that were told", LOOKED not in up.said, up.said)
    up.interrupt()


def main():
    subprocess.run([LAUNCHER, "--version"], check=True, stdout=subprocess.DEVNULL)  # may build
    on_a_terminal()
    without_colour()
    in_ascii()
    plain("in a pipe", pipe=True)
    plain("with TERM=dumb", TERM="dumb")
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
