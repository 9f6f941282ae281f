"""Custom resources: what a stack asks, and the answers."""

import json

from support.arns import ACCOUNT, REGION, function_arn
from support.stories import story
from translation import stack
from translation.examples import example


@story
def a_stacks_request_is_answered(client, claims):
    client.make_function("stacked")
    handler = function_arn("coalmine-StackRequestFunction")
    event = {
        "RequestType": "Create",
        "ResponseURL": "https://example.invalid/",
        "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/stacked/1",
        "LogicalResourceId": "Release",
        "ResourceType": "Custom::CoalmineRelease",
    }
    for request, more in {"there": {"maxDuration": "PT30M"}, "long": {}}.items():
        properties = {"ServiceToken": handler, "function": "stacked", "version": "1", **more}
        client.local("stacks", {**event, "RequestId": request, "ResourceProperties": properties})
    answers = client.wait_until(
        lambda: client.local("stacks"),
        lambda found: all(
            found.get(name, {}).get("status") != "IN_PROGRESS" for name in ("there", "long")
        ),
        "CloudFormation has both answers",
    )
    there = answers["there"]
    claims.equal(
        "a stack's version that is live already needs no release",
        ("SUCCESS", "stacked:live", "UNCHANGED"),
        (there["status"], there["physicalResourceId"], there["data"].get("outcome")),
    )
    claims.mentions(
        "a stack's release that may not end in time is refused",
        ["FAILED", "Refused", "maxDuration", "2 h", "watch", "10 min"],
        f"{answers['long']['status']} {answers['long']['reason']}",
    )


@story
def the_release_of_the_documentations_stack_is_accepted(client, claims):
    handler = function_arn("coalmine-StackRequestFunction")
    documented = stack.Stack(example(), {"Releases": handler}, name="shop")
    function = documented.physical_name("Orders")
    client.make_function(function)
    client.make_alarm(documented.physical_name("OrdersErrors"))
    properties = json.loads(
        json.dumps(documented.properties("OrdersRelease")).replace(stack.ACCOUNT, ACCOUNT)
    )
    event = {
        "ResponseURL": "https://example.invalid/",
        "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/shop/1",
        "LogicalResourceId": "OrdersRelease",
        "ResourceType": "Custom::CoalmineRelease",
    }

    def answer(request, kind, **more):
        asked = {**properties, **more}
        client.local(
            "stacks",
            {**event, "RequestId": request, "RequestType": kind, "ResourceProperties": asked},
        )
        return client.wait_until(
            lambda: client.local("stacks").get(request, {}),
            lambda found: found.get("status") in ("SUCCESS", "FAILED"),
            f"CloudFormation has the answer to {request}",
        )

    created = answer("shop-1", "Create", version=function_arn(f"{function}:1"))
    claims.equal(
        "a new stack has nothing to release",
        ("SUCCESS", "UNCHANGED"),
        (created["status"], created["data"].get("outcome")),
    )
    # Without callers there is nothing to measure, so that this release goes by time alone.
    at_once = {"plan": "AllAtOnce", "watch": "PT0S"}
    updated = answer("shop-2", "Update", version=function_arn(f"{function}:2"), **at_once)
    claims.equal(
        "an update releases its version",
        ("SUCCESS", "PROMOTED", "2"),
        (updated["status"], updated["data"].get("outcome"), client.alias(function)["FunctionVersion"]),
    )
