"""Stories: functions that use a client and claim something about the answers."""

import traceback

from support.claims import Claims

STORIES = {}


def story(function):
    """Registers a story under its name; it is called with a client and its claims."""
    STORIES[function.__name__] = function
    return function


def run_story(name, client):
    """Runs one story; an exception in it is a failed claim."""
    claims = Claims()
    try:
        STORIES[name](client, claims)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in where if frame.name == name), "unknown")
        claims.check(f"{name} runs to its end", False, "no error", f"{error!r} (line {line})")
    return claims
