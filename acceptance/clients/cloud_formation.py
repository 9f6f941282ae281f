"""Custom resources: what a stack asks, and the answers."""

import json

from support.arns import ACCOUNT, REGION, function_arn
from support.stories import story
from translation import macro, stack
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


class FollowedAlias:
    """A stack whose alias follows its release: CloudFormation asks for the release, then writes the alias."""

    def __init__(self, client, name, release, properties):
        self.client, self.name, self.release = client, name, release
        self.properties = json.loads(json.dumps(properties).replace(stack.ACCOUNT, ACCOUNT))
        self.properties["ServiceToken"] = function_arn("coalmine-StackRequestFunction")
        self.requests = 0

    def ask(self, kind, version, **more):
        self.requests += 1
        request = f"{self.name}-{self.requests}"
        event = {
            "RequestType": kind,
            "RequestId": request,
            "ResponseURL": "https://example.invalid/",
            "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{self.name}/1",
            "LogicalResourceId": self.release,
            "ResourceType": "Custom::CoalmineRelease",
            "ResourceProperties": {**self.properties, "version": version, **more},
        }
        self.client.local("stacks", event)
        return self.client.wait_until(
            lambda: self.client.local("stacks").get(request, {}),
            lambda found: found.get("status") in ("SUCCESS", "FAILED"),
            f"CloudFormation has the answer to {request}",
        )


def claim_the_alias_follows(client, claims, what, name, release, properties):
    """A stack's life: created, updated, rolled back. Without callers it goes by time alone."""
    followed = FollowedAlias(client, name, release, properties)
    function = followed.properties["function"]
    at_once = {"plan": "AllAtOnce", "watch": "PT0S", "gate": {"metrics": "false"}, "hooks": {}}
    client.make_function(function)
    client.functions.delete_alias(FunctionName=function, Name="live")

    created = followed.ask("Create", "1")
    claims.equal(
        f"{what}: before its alias is created there is nothing to release",
        ("SUCCESS", "UNCHANGED"),
        (created["status"], created["data"].get("outcome")),
    )
    client.functions.create_alias(FunctionName=function, Name="live", FunctionVersion="1")
    updated = followed.ask("Update", "2", **at_once)
    released = client.alias(function)
    client.functions.update_alias(FunctionName=function, Name="live", FunctionVersion="2")
    claims.equal(
        f"{what}: the release moves the alias before CloudFormation writes it",
        ("PROMOTED", "2", "2", {}),
        (
            updated["data"].get("outcome"),
            released["FunctionVersion"],
            client.alias(function)["FunctionVersion"],
            client.alias(function).get("RoutingConfig", {}),
        ),
    )
    back = followed.ask("Update", "1")
    claims.equal(
        f"{what}: a rollback of the stack restores the version before",
        ("SUCCESS", "1"),
        (back["status"], client.alias(function)["FunctionVersion"]),
    )


@story
def a_deployment_preference_is_released_by_its_stack(client, claims):
    made = macro.stack(name="preferred")
    client.make_alarm(made.physical_name("OrdersErrors"))
    claim_the_alias_follows(
        client, claims, "SAM", "preferred", macro.RELEASE, made.properties(macro.RELEASE)
    )


@story
def a_release_of_the_cdk_is_released_by_its_stack(client, claims):
    """The template that the tests of integrations/cdk synthesize and record."""
    template = json.loads((stack.ROOT / "integrations/cdk/test/orders.template.json").read_text())
    made = stack.Stack(template, {}, name="constructed", imports=macro.EXPORTS)
    ((name, release),) = made.of_type("Custom::CoalmineRelease").items()
    ((alarm, _),) = made.of_type("AWS::CloudWatch::Alarm").items()
    client.make_alarm(made.physical_name(alarm))
    claim_the_alias_follows(client, claims, "CDK", "constructed", name, release["Properties"])
