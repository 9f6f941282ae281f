"""A changed parameter reaches the running stack, and the versions that running releases use stay."""

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from support.stories import story
from translation.stack import REGION, Stack, defaults, own_template

FIRST = {"Functions": "arn:aws:lambda:us-east-1:123456789012:function:orders"}

# Other values than the defaults, one for each parameter.
CHANGES = {
    "Functions": "arn:aws:lambda:us-east-1:123456789012:function:payments",
    "RestApis": "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5",
    "HookFunctions": "arn:aws:lambda:us-east-1:123456789012:function:orders-smoke",
    "ProbedFunctions": "arn:aws:lambda:us-east-1:123456789012:function:orders",
    "Stages": "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod",
    "RequireGate": "true",
    "MinimumBake": "PT10M",
    "AllowedVariables": "lambdaAlias",
    "AllowedPlans": "paced,steps",
    "AllowedHooks": "orders-smoke",
    "CanaryLogGroup": "API-Gateway-Execution-Logs_a1b2c3d4e5/prod/Canary",
    "CanaryLogStage": "a1b2c3d4e5/prod",
    "NewsEmail": "ann@example.com",
    "LogRetentionDays": "30",
    "Exceedance": "PERCENTILE_RANK",
    "MakeDashboard": "false",
    "SnapStart": "true",
    "AlarmTopic": "arn:aws:sns:us-east-1:123456789012:pager",
    "PermissionsBoundary": "arn:aws:iam::123456789012:policy/boundary",
    "RolePath": "/teams/shop/",
    "KmsKey": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "Subnets": "subnet-0a1b2c3d4e5f60718,subnet-0a1b2c3d4e5f60719",
    "SecurityGroups": "sg-0a1b2c3d4e5f60718",
}

# What a parameter has before, if that is not what its default is.
OTHER = {
    **defaults(own_template()["Parameters"]),
    **FIRST,
    "SecurityGroups": "sg-0a1b2c3d4e5f60719",
}


def versions(stack):
    """For each function: its resolved properties, and its versions by logical id."""
    return {
        name: (
            function["Properties"],
            {
                version: stack.properties(version)
                for version, found in stack.of_type("AWS::Lambda::Version").items()
                if stack.properties(version)["FunctionName"] == stack.physical_name(name)
            },
        )
        for name, function in stack.of_type("AWS::Lambda::Function").items()
    }


def stale(before, after):
    """Functions whose properties change while their version stays: callers keep the old values."""
    old, new = versions(before), versions(after)
    return [
        name
        for name in new
        if name in old and old[name][0] != new[name][0] and old[name][1] == new[name][1]
    ]


def definition(stack):
    return stack.properties("Workflow")["DefinitionSubstitutions"]


@story
def every_parameter_has_another_value_here(_, claims):
    claims.equal(
        "a change of every parameter is tried",
        sorted(own_template()["Parameters"]),
        sorted(CHANGES),
    )


@story
def a_changed_parameter_reaches_the_versions(_, claims):
    vpc = {key: CHANGES[key] for key in ("Subnets", "SecurityGroups")}
    for parameter, value in CHANGES.items():
        rest = {**FIRST, **(vpc if parameter == "SecurityGroups" else {})}
        before = Stack(own_template(), {**rest, parameter: OTHER[parameter]})
        after = Stack(own_template(), {**rest, parameter: value})
        claims.equal(
            f"a change of {parameter} leaves no version with the old value",
            [],
            stale(before, after),
        )


@story
def measurement_settings_are_part_of_the_definition(_, claims):
    before = definition(Stack(own_template(), FIRST))
    for parameter in ("Exceedance", "CanaryLogStage", "ProbedFunctions"):
        value = CHANGES[parameter]
        after = definition(Stack(own_template(), {**FIRST, parameter: value}))
        claims.equal(
            f"a change of {parameter} changes the state machine, and nothing else of it",
            {parameter: value},
            {key: after[key] for key in after if after[key] != before.get(key)},
        )


@story
def the_policy_is_part_of_both_definitions(_, claims):
    names = ("RequireGate", "MinimumBake", "AllowedVariables", "AllowedPlans", "AllowedHooks")
    after = Stack(own_template(), {**FIRST, **{name: CHANGES[name] for name in names}})
    for machine in ("Workflow", "StackWorkflow"):
        found = after.properties(machine)["DefinitionSubstitutions"]
        claims.equal(
            f"{machine} has what requests may ask for",
            {name: CHANGES[name] for name in names},
            {name: found.get(name) for name in names},
        )


@story
def another_description_replaces_a_version(_, claims):
    """By CloudFormation's schema of the resource, which cfn-lint has."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, "AWS::Lambda::Version").schema
    claims.check(
        "CloudFormation replaces a version for another description",
        "/properties/Description" in schema["createOnlyProperties"],
        "a property that only a creation sets",
        schema["createOnlyProperties"],
    )


@story
def versions_outlive_an_upgrade(_, claims):
    kept = {
        (found.get("DeletionPolicy"), found.get("UpdateReplacePolicy"))
        for found in Stack(own_template(), FIRST).of_type("AWS::Lambda::Version").values()
    }
    claims.equal("removed and replaced versions stay", {("Retain", "Retain")}, kept)
