"""Waiting for something, with a timeout."""

import time

TIMEOUT_SECONDS = 60  # wall time that one step of a story may take
POLL_SECONDS = 0.05


def wait_until(ask, is_enough, what, timeout=TIMEOUT_SECONDS):
    """Asks until the answer is enough, and returns it."""
    deadline = time.monotonic() + timeout
    while True:
        found = ask()
        if is_enough(found):
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {timeout} s; found {found}")
        time.sleep(POLL_SECONDS)
