"""Requests that are refused before anything is changed."""

from support.release_request import plan, ungated
from support.stories import story


@story
def bad_requests_are_refused(client, claims):
    client.make_function("refusing")
    client.make_function("split-already", versions=3)
    client.functions.update_alias(
        FunctionName="split-already",
        Name="live",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}},
    )
    client.make_function("at-latest")
    client.functions.update_alias(FunctionName="at-latest", Name="live", FunctionVersion="$LATEST")
    names = ("refusing", "split-already", "at-latest")
    before = [client.alias(name) for name in names]
    started = [(what, client.start(text), facts) for what, text, facts in bad_requests()]
    for what, execution, facts in started:
        ended = client.wait_for_end(execution)
        claims.equal(
            f"{what}: refused", ("FAILED", "Refused"), (ended["status"], ended.get("error"))
        )
        claims.mentions(f"{what}: the Cause mentions why", facts, ended.get("cause"))
    after = [client.alias(name) for name in names]
    claims.equal("no refused release changed an alias", before, after)


@story
def what_serves_already_succeeds(client, claims):
    client.make_function("serving")
    before = client.alias("serving")
    ended = client.wait_for_end(client.start(ungated("serving", "AllAtOnce", version="1")))
    claims.equal("a version that serves already: promoted", "SUCCEEDED", ended["status"])
    claims.mentions("it is said why", ["version 1"], ended.get("output"))
    claims.equal("nothing was moved", before, client.alias("serving"))


def bad_requests():
    """What is wrong, the input, and what the Cause has to mention."""

    def planned(plan):
        return ungated("refusing", plan)

    hour = "PT1H"
    return [
        (
            "weights that don't rise",
            planned(plan((25, hour), (20, hour))),
            ["2", "20", "25"],
        ),
        ("weights that stay", planned(plan((25, hour), (25, hour))), ["2", "25"]),
        ("weight 0", planned(plan((0, hour))), ["weight", "1", "99", "0"]),
        ("weight 100", planned(plan((100, hour))), ["weight", "1", "99", "100"]),
        ("weight 12.5", planned(plan((12.5, hour))), ["12.5"]),
        ("weight -1", planned(plan((-1, hour))), ["weight", "-1"]),
        ("weight as text", planned(plan(("10", hour))), ["weight", '"10"']),
        ("no steps", planned({"steps": []}), ["plan.steps"]),
        ("a bake of no time", planned(plan((10, "PT0S"))), ["bake", "PT0S"]),
        ("a negative bake", planned(plan((10, "-PT5M"))), ["bake", "-PT5M"]),
        ("a bake that is no duration", planned(plan((10, "5 min"))), ["bake", "5 min"]),
        ("an unknown preset", planned("Canary11Percent"), ["Canary11Percent", "AllAtOnce"]),
        ("an unknown field", ungated("refusing", "AllAtOnce", wach="PT1M"), ["wach", "watch"]),
        ("an unknown function", ungated("nowhere", "AllAtOnce"), ["nowhere"]),
        (
            "an unknown alias",
            ungated("refusing", "AllAtOnce", alias="love"),
            ["love"],
        ),
        (
            "an unknown version",
            ungated("refusing", "AllAtOnce", version="9"),
            ["9"],
        ),
        (
            "an unknown alarm",
            {"function": "refusing", "gate": {"alarms": ["nobodys-alarm"], "metrics": False}},
            ["nobodys-alarm"],
        ),
        ("version $LATEST", ungated("refusing", "AllAtOnce", version="$LATEST"), ["$LATEST"]),
        ("an alias at $LATEST", ungated("at-latest", "AllAtOnce"), ["$LATEST"]),
        (
            "an alias that is split",
            ungated("split-already", "AllAtOnce"),
            ["2", "50"],
        ),
        ("input []", "[]", ["JSON", "object"]),
        ("input 7", "7", ["JSON", "object", "7"]),
        ("input null", "null", ["JSON", "object"]),
        ("an empty request", "{}", ["function"]),
        (
            "many faults",
            {
                "function": "refusing",
                "version": "9",
                "plan": plan((25, hour), (20, "PT0S")),
                "gate": {"alarms": ["nobodys-alarm"], "metrics": False},
                "wach": "PT10M",
            },
            ["5", "wach", "20", "PT0S", "9", "nobodys-alarm"],
        ),
    ]
