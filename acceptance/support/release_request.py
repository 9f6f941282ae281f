"""Release requests and their parts."""


def plan(*weights_and_bakes, poll="PT10S"):
    """A plan; each step is a weight in percent and its bake time."""
    return {"steps": [{"weight": w, "bake": b} for w, b in weights_and_bakes], "poll": poll}


def ungated(function, plan, **more):
    """A request without alarms, metrics and watch."""
    return {"function": function, "plan": plan, "gate": {"metrics": False}, "watch": "PT0S", **more}


def gated_by(alarm, function, plan, **more):
    """A request that one alarm gates, without metrics."""
    gate = {"alarms": [alarm], "metrics": False}
    return {"function": function, "plan": plan, "gate": gate, **more}
