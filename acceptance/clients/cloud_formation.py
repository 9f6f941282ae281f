"""Custom resources: what a stack asks, and the answers."""

from support.arns import ACCOUNT, REGION, function_arn
from support.stories import story


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
