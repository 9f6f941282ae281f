"""The documentation's stacks: every caller uses the alias that Coalmine moves, and every alias finds
its version."""

import copy
import re

from samtranslator.yaml_helper import yaml_parse

from support.stories import story
from translation.stack import ROOT, Stack, source

EXAMPLE = "docs/examples/orders.yaml"
PARAMETERS = {"Releases": "arn:aws:lambda:us-east-1:123456789012:function:coalmine-StackRequest"}
FUNCTION = "Orders"

# The same callers as SAM's own events.
EVENTS = {
    "Rest": {"Type": "Api", "Properties": {"Path": "/orders", "Method": "get"}},
    "Http": {"Type": "HttpApi", "Properties": {"Path": "/orders", "Method": "get"}},
    "Queue": {"Type": "SQS", "Properties": {"Queue": "arn:aws:sqs:us-east-1:123456789012:orders"}},
    "Nightly": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}},
}


def example():
    template = copy.deepcopy(source(EXAMPLE))
    template["Resources"][FUNCTION]["Properties"]["CodeUri"] = "s3://bucket/orders.zip"
    return template


def with_events():
    """The function alone, with events as SAM's documentation shows them."""
    template = example()
    function = template["Resources"][FUNCTION]["Properties"]
    function.pop("Policies")
    function["Events"] = EVENTS
    function["FunctionUrlConfig"] = {"AuthType": "AWS_IAM"}
    template["Resources"] = {FUNCTION: template["Resources"][FUNCTION]}
    return template


def qualifier(arn):
    """The alias or version at the end of a function's ARN; empty if there is none."""
    found = re.search(r":function:[^:/]+(?::([^:/]+))?", arn)
    return found and (found.group(1) or "")


def callers(stack):
    """Which alias each event source calls, and each permission lets it call, by logical id."""
    called = {}
    for name, resource in stack.resources.items():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::ApiGateway::RestApi" | "AWS::ApiGatewayV2::Api":
                uris = re.findall(r"'uri': '([^']+)'", repr(properties["Body"]))
                called[name] = ", ".join(sorted({qualifier(uri) for uri in uris}))
            case "AWS::Lambda::EventSourceMapping" | "AWS::Lambda::Permission":
                called[name] = qualifier(properties["FunctionName"])
            case "AWS::Events::Rule":
                called[name] = ", ".join(qualifier(each["Arn"]) for each in properties["Targets"])
            case "AWS::Lambda::Url":
                own = qualifier(properties["TargetFunctionArn"])
                called[name] = properties.get("Qualifier") or own
    return called


def versions_before(resources, name, seen=()):
    """The versions that CloudFormation creates before a resource."""
    found = set()
    for other in dependencies(resources[name]) - set(seen):
        if other in resources:
            if resources[other]["Type"] == "AWS::Lambda::Version":
                found.add(other)
            found |= versions_before(resources, other, (*seen, name, other))
    return found


def dependencies(node):
    """What a resource waits for: DependsOn, and all that it refers to."""
    if isinstance(node, list):
        return set().union(*map(dependencies, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found = set()
    for key, value in node.items():
        if key == "DependsOn":
            found |= set([value] if isinstance(value, str) else value)
        elif key == "Ref":
            found.add(value.split(".")[0])
        elif key == "Fn::GetAtt":
            found.add(value.split(".")[0] if isinstance(value, str) else value[0])
        elif key == "Fn::Sub":
            text = value if isinstance(value, str) else value[0]
            found |= {each.split(".")[0] for each in re.findall(r"\$\{([^}!]+)}", text)}
        else:
            found |= dependencies(value)
    return found


def snippets():
    """The resources of each block of YAML in the documentation that has an alias."""
    for page in sorted((ROOT / "docs").glob("*.md")):
        for block in re.findall(r"^```yaml\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL):
            found = yaml_parse(block)
            resources = found.get("Resources", found)
            if "AWS::Lambda::Alias" in map(kind, resources.values()):
                yield page.name, resources


def kind(found):
    """The type of a resource; none of what is no resource, as in a workflow of GitHub."""
    return found.get("Type") if isinstance(found, dict) else None


def claim_aliases_find_their_versions(claims, where, resources):
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Lambda::Alias":
            claims.check(
                f"{where}: alias {name} is created after a version",
                versions_before(resources, name),
                "a dependency on a version",
                "none",
            )


@story
def every_caller_of_the_example_uses_the_alias_that_releases_move(_, claims):
    called = callers(Stack(example(), PARAMETERS))
    claims.equal(
        "an API, an HTTP API, a queue, a schedule and a URL, with their permissions, call live",
        {
            name: "live"
            for name in (
                "RestApi",
                "RestApiCallsLive",
                "HttpApi",
                "HttpApiCallsLive",
                "QueueCallsLive",
                "Nightly",
                "NightlyCallsLive",
                "Url",
            )
        },
        called,
    )


@story
def events_of_a_function_call_its_newest_version_at_once(_, claims):
    """Why the example has none; if SAM changes that, the example can be shorter."""
    called = callers(Stack(with_events(), PARAMETERS))
    claims.equal("SAM's own events call the alias that SAM moves", {"newest"}, set(called.values()))
    claims.check("there are such callers of all kinds", len(called) >= 8, "8", len(called))


@story
def aliases_of_examples_are_created_after_a_version(_, claims):
    claim_aliases_find_their_versions(claims, EXAMPLE, Stack(example(), PARAMETERS).declared)
    found = list(snippets())
    claims.check("pages have such examples", found, "at least one", found)
    for page, resources in found:
        claim_aliases_find_their_versions(claims, page, resources)


@story
def an_update_asks_for_a_release_before_it_writes_the_alias(_, claims):
    changed = example()
    changed["Resources"][FUNCTION]["Properties"]["CodeUri"] = "s3://bucket/orders-2.zip"
    before, after = (Stack(each, PARAMETERS) for each in (example(), changed))
    different = sorted(
        name
        for name in before.resources.keys() & after.resources.keys()
        if before.properties(name) != after.properties(name)
    )
    claims.equal(
        "another jar changes the function, both aliases and the release",
        [FUNCTION, "OrdersAliasnewest", "OrdersLive", "OrdersRelease"],
        different,
    )
    claims.check(
        "the alias that callers use waits for the release",
        "OrdersRelease" in dependencies(after.declared["OrdersLive"]),
        "OrdersRelease",
        dependencies(after.declared["OrdersLive"]),
    )
    versions = set(after.of_type("AWS::Lambda::Version")) - set(before.resources)
    claims.equal(
        "the release is of the version that the update publishes",
        {after.properties("OrdersRelease")["version"]},
        {after.arn(name) for name in versions},
    )
