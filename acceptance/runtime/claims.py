"""What is claimed of a handler in its process: init, answers, errors and log lines."""

import json

from runtime.container import SECRET, Container

ERROR_TYPE = "Lambda-Runtime-Function-Error-Type"
# The JVM itself writes this to standard error when it starts, in no format.
JVM_FLAGS = "Picked up JAVA_TOOL_OPTIONS: "
UNREADABLE = b'"no end'


def check_handler(claims, runtime, configuration, endpoint, world, calls):
    name = configuration["Handler"].rpartition(".")[2]
    with Container(runtime, configuration, endpoint) as container:
        for call in calls:
            _check_call(claims, name, container, world, call)
        is_error = _check_error(claims, name, container)
    claims.equal(f"{name}: asks for nothing else", [], container.api.unknown)
    _check_lines(claims, name, container, sum(call.kind == "error" for call in calls) + is_error)


def check_snapshot(claims, runtime, configuration, endpoint):
    """A function that starts from snapshots: what it does before one, and that it goes on after it."""
    name = configuration["Handler"].rpartition(".")[2]
    with Container(runtime, configuration, endpoint, for_snapshot=True) as container:
        ready = container.api.wait_for_checkpoint()
        claims.check(f"{name}: is ready for its snapshot", ready, "a checkpoint", _end(container))
        container.api.restore()
        result = container.invoke(UNREADABLE)
        claims.equal(f"{name}: reads its events after the restore", "error", result.kind)
    failed = [line for line in container.printed() if "rehearsal" in line]
    claims.equal(f"{name}: each rehearsal before the snapshot succeeds", [], failed)


def _check_call(claims, name, container, world, call):
    try:
        result = container.invoke(call.event(world))
        if result.kind != call.kind:
            claims.check(f"{name}: {call.claim}", False, call.kind, f"{result} {_end(container)}")
            return
        wanted, found = call.answer(world, result.json)
        claims.equal(f"{name}: {call.claim}", wanted, found)
    except Exception as error:
        claims.check(f"{name}: {call.claim}", False, "no error", repr(error))


def _end(container):
    """What a process says that ended before it answered."""
    if container.process.poll() is None:
        return ""
    return "\n".join(container.printed()[-5:])


def _check_error(claims, name, container):
    """An event that nobody can read is an error, as Step Functions and Lambda know it; if it is one."""
    result = container.invoke(UNREADABLE)
    if name == "DrawRelease":  # CloudWatch shows no error of a widget: it draws the list instead
        claims.equal(f"{name}: draws even then", "response", result.kind)
        return False
    if name == "StartRelease":  # what is no new version starts nothing
        claims.equal(f"{name}: starts nothing", ("response", ""), (result.kind, result.json["execution"]))
        return False
    claims.equal(f"{name}: an event that is no JSON is an error", "error", result.kind)
    if result.kind != "error":
        return False
    thrown = result.json
    claims.equal(
        f"{name}: the error has message, type and trace",
        ["errorMessage", "errorType", "stackTrace"],
        sorted(key for key, found in thrown.items() if found),
    )
    claims.check(
        f"{name}: its type is a class that has a name",
        "." in thrown["errorType"] and "$" not in thrown["errorType"],
        "a top-level class",
        thrown["errorType"],
    )
    claims.check(
        f"{name}: the runtime is told its kind",
        result.headers.get(ERROR_TYPE, ""),
        ERROR_TYPE,
        dict(result.headers),
    )
    return True


def _check_lines(claims, name, container, failures):
    """With LogFormat JSON each line must be an object, so that it can be searched by its fields."""
    printed = [line for line in container.printed() if not line.startswith(JVM_FLAGS)]
    wrong = [line for line in printed if not _is_object(line)]
    claims.equal(f"{name}: prints JSON objects alone", [], wrong[:3])
    logged = container.logged()
    without = [line[:200] for line in logged if not _is_event(line)]
    claims.equal(f"{name}: what the runtime logs has time, level and request", [], without)
    claims.equal(
        f"{name}: each failure is logged once",
        failures,
        sum('"level":"ERROR"' in line for line in logged),
    )
    leaked = [line for line in [*container.printed(), *logged] if SECRET in line]
    claims.equal(f"{name}: logs no credentials", [], leaked)


def _is_object(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _is_event(line):
    return _is_object(line) and {"timestamp", "level", "message", "AWSRequestId"} <= set(
        json.loads(line)
    )
