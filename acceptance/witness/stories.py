"""The stories that both interpreters play: a request, and what happens while it runs."""

from support.release_request import gated_by, plan, ungated


class Story:
    """A release: its name in the claims, how it ends, its request, and what happens meanwhile.

    The request is made from the client and the name of the function. What happens meanwhile gets
    the engine, the execution and that name.
    """

    def __init__(self, name, outcome, request, meanwhile=lambda engine, execution, function: None):
        self.name = name
        self.outcome = outcome
        self.request = request
        self.meanwhile = meanwhile


BAKE = plan((10, "PT12S"), poll="PT1M")  # one poll, at the end of the bake
LONG_BAKE = plan((10, "PT1H"), poll="PT1M")
SHORT_BAKE = plan((10, "PT6S"), poll="PT1M")
TWO_STEPS = plan((10, "PT6S"), (50, "PT6S"), poll="PT1M")


def alias_release(release_plan, **more):
    return lambda client, function: ungated(function, release_plan, version="2", **more)


def watched_release(watch="PT1H"):
    """A release that has no bake. It reads its alias after five minutes, and when its watch ends."""
    return alias_release("AllAtOnce", watch=watch)


def approved_release():
    """A release that needs an approval before its second step."""
    return alias_release(TWO_STEPS, approve=[50])


def gated_release(release_plan, **more):
    """A release whose gate is the alarm of the function's name."""
    return lambda client, function: gated_by(function, function, release_plan, version="2", **more)


def request_with_faults(client, function):
    faulty = plan((25, "PT1H"), (20, "PT0S"))
    gate = {"alarms": ["none"]}
    return {"function": function, "version": "9", "plan": faulty, "gate": gate, "wach": 1}


def not_an_object(client, function):
    return 7


def stage_release(release_plan):
    """A release of a stage and the alias behind it."""

    def request(client, function):
        api, _, newer = client.make_api(function, function)
        targets = [
            {"function": function, "version": "2"},
            {"restApi": api, "stage": "prod", "deployment": newer},
        ]
        gate = {"metrics": False}
        return {
            "id": "staged",
            "targets": targets,
            "plan": release_plan,
            "gate": gate,
            "watch": "PT0S",
        }

    return request


def hooked_release(*hooks, fails=False):
    """A release with hooks that all call one function, which succeeds or fails."""

    def request(client, function):
        hook = f"{function}-hook"
        client.make_function(hook)
        if fails:
            client.functions.update_function_configuration(
                FunctionName=hook, Environment={"Variables": {"COALMINE_ERROR_RATE": "1"}}
            )
        return ungated(function, SHORT_BAKE, version="2", hooks={name: hook for name in hooks})

    return request


def set_alarm(state, *values):
    """Sets the alarm while the release waits in a state, and sends what Wake would send."""

    def meanwhile(engine, execution, function):
        token = engine.wait_for_token(execution, state)
        for value in values:
            engine.client.set_alarm(function, value)
        engine.command(token, "LOOK", f"alarm {function}", "it went off")

    return meanwhile


def move_alias(engine, execution, function):
    engine.client.wait_for_split(function, 0.1)
    engine.client.functions.update_alias(
        FunctionName=function,
        Name="live",
        FunctionVersion="3",
        RoutingConfig={"AdditionalVersionWeights": {}},
    )


def deploy_another_version(engine, execution, function):
    token = engine.wait_for_token(execution, "Watch")
    engine.client.functions.update_alias(FunctionName=function, Name="live", FunctionVersion="3")
    engine.command(token, "LOOK")


def describe_alias(engine, execution, function):
    engine.client.wait_for_split(function, 0.1)
    engine.client.functions.update_alias(
        FunctionName=function, Name="live", Description="Ann was here"
    )


def remove_alias(engine, execution, function):
    engine.client.wait_for_split(function, 0.1)
    engine.client.functions.delete_alias(FunctionName=function, Name="live")


def remove_stage_canary(engine, execution, function):
    client = engine.client
    client.wait_for_split(function, 0.1)
    apis = client.apis.get_rest_apis(limit=500)["items"]
    api = next(api["id"] for api in apis if api["name"] == function)
    client.wait_until(
        lambda: client.stage(api),
        lambda stage: "canarySettings" in stage,
        f"the stage of {function} is split",
    )
    client.patch_stage(api, ("remove", "/canarySettings"))


def send(*commands):
    """Sends commands, each in the state where the release waits: tuples of state and command."""

    def meanwhile(engine, execution, function):
        for state, command in commands:
            engine.command(engine.wait_for_token(execution, state), command)

    return meanwhile


def fail_token(engine, execution, function):
    engine.fail(engine.wait_for_token(execution, "Bake"), "Broken")


def hooks_answered(times):
    def meanwhile(engine, execution, function):
        for _ in range(times):
            engine.hook_answered(execution)

    return meanwhile


ALL_HOOKS = ("beforeTraffic", "eachStep", "afterTraffic")

ALL = [
    Story("promoted", "PROMOTED", alias_release(TWO_STEPS)),
    Story("all-at-once", "PROMOTED", gated_release("AllAtOnce", watch="PT6S")),
    Story("watched", "PROMOTED", gated_release(SHORT_BAKE, watch="PT6S")),
    Story("superseded", "PROMOTED", watched_release("PT20S"), deploy_another_version),
    Story("described", "PROMOTED", alias_release(BAKE), describe_alias),
    Story("alarm", "RolledBack", gated_release(BAKE), set_alarm("Bake", "ALARM")),
    Story("short-alarm", "RolledBack", gated_release(BAKE), set_alarm("Bake", "ALARM", "OK")),
    Story(
        "alarm-in-the-watch",
        "RolledBack",
        gated_release("AllAtOnce", watch="PT1H"),
        set_alarm("Watch", "ALARM"),
    ),
    Story("refused", "Refused", request_with_faults),
    Story("not-an-object", "Refused", not_an_object),
    Story("moved", "Stuck", alias_release(BAKE), move_alias),
    Story("staged", "PROMOTED", stage_release(SHORT_BAKE)),
    Story("stage-canary-removed", "Stuck", stage_release(BAKE), remove_stage_canary),
    Story("alias-removed", "Stuck", alias_release(BAKE), remove_alias),
    Story("skipped", "PROMOTED", alias_release(LONG_BAKE), send(("Bake", "SKIP"))),
    Story("watch-skipped", "PROMOTED", watched_release(), send(("Watch", "SKIP"))),
    Story(
        "paused",
        "PROMOTED",
        alias_release(LONG_BAKE),
        send(("Bake", "PAUSE"), ("KeepBaking", "RESUME"), ("KeepBaking", "SKIP")),
    ),
    Story("promoted-by-hand", "PROMOTED", alias_release(LONG_BAKE), send(("Bake", "PROMOTE"))),
    Story(
        "rolled-back-by-hand", "RolledBack", alias_release(LONG_BAKE), send(("Bake", "ROLL_BACK"))
    ),
    Story("approved", "PROMOTED", approved_release(), send(("Ask", "APPROVE"))),
    Story("rejected", "RolledBack", approved_release(), send(("Ask", "REJECT"))),
    Story("token-failed", "PROMOTED", alias_release(SHORT_BAKE), fail_token),
    Story("hooks", "PROMOTED", hooked_release(*ALL_HOOKS), hooks_answered(3)),
    Story(
        "refused-by-a-hook",
        "Refused",
        hooked_release("beforeTraffic", fails=True),
        hooks_answered(1),
    ),
    Story(
        "rolled-back-by-a-hook",
        "RolledBack",
        hooked_release("eachStep", fails=True),
        hooks_answered(1),
    ),
]

STORIES = {story.name: story for story in ALL}
