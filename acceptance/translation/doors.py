"""The templates for other tools: a pipeline, and a role for GitHub Actions."""

import json
import re

from support.stories import story
from translation.stack import ACCOUNT, Stack, source

REGION = "ap-southeast-2"  # as the roles of Coalmine's own template
WORKFLOW = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:coalmine"
CONNECTION = (
    f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/01234567-89ab-cdef-0123-456789abcdef"
)
DOORS = {
    "pipeline": (
        "integrations/codepipeline/pipeline.yaml",
        {"Workflow": WORKFLOW, "Connection": CONNECTION, "Repository": "shop/orders"},
    ),
    "github": (
        "integrations/github-action/role.yaml",
        {"Workflow": WORKFLOW, "Repository": "shop/orders"},
    ),
}
# AWS' action references: what later actions can use, by provider.
VARIABLES = {
    "Lambda": {"FunctionVersion"},
    "StepFunctions": {"StateMachineArn", "ExecutionArn"},
    "CodeStarSourceConnection": {"BranchName", "CommitId", "CommitMessage", "ConnectionArn"},
}
MOST_OF_A_VALUE = 1_000  # ActionConfigurationValue of CodePipeline's API
MOST_OF_A_PREFIX = 43  # with a hyphen and a UUID it is an execution's name of 80


def door(name, **more):
    path, parameters = DOORS[name]
    return Stack(source(path), {**parameters, **more}, name, region=REGION)


def actions(found):
    return [
        action
        for stage in found.properties("Pipeline")["Stages"]
        for action in stage["Actions"]
    ]


def provider(action):
    return action["ActionTypeId"]["Provider"]


@story
def templates_for_other_tools_need_no_transform(_, claims):
    for name, (path, _parameters) in DOORS.items():
        declared = source(path)
        claims.check(f"{name}: no Transform", "Transform" not in declared, "none", declared)
        claims.equal(f"{name}: as it is", declared["Resources"].keys(), door(name).declared.keys())


@story
def the_pipeline_publishes_and_then_releases(_, claims):
    found = actions(door("pipeline"))
    claims.equal(
        "source, build, publish, release",
        ["CodeStarSourceConnection", "CodeBuild", "Lambda", "StepFunctions"],
        [provider(action) for action in found],
    )
    claims.equal(
        "the Lambda action has no alias: it publishes and moves nothing",
        {"FunctionName": "orders"},
        found[2]["Configuration"],
    )
    made = set()
    for action in found:
        needed = {each["Name"] for each in action.get("InputArtifacts", [])}
        claims.check(f"{action['Name']}: its artifacts are made before", needed <= made, needed, made)
        made |= {each["Name"] for each in action.get("OutputArtifacts", [])}


@story
def the_pipelines_release_is_of_the_published_version(_, claims):
    found = actions(door("pipeline"))
    release = found[-1]["Configuration"]
    known = {each["Namespace"]: VARIABLES[provider(each)] for each in found if "Namespace" in each}
    used = re.findall(r"#\{([^.}]+)\.([^}]+)}", json.dumps(release))
    claims.equal("one variable is used", [("Publish", "FunctionVersion")], used)
    for namespace, variable in used:
        claims.check(
            f"{variable} is a variable of {namespace}", variable in known[namespace], known, variable
        )
    claims.equal("Coalmine's state machine runs it", WORKFLOW, release["StateMachineArn"])
    claims.equal(
        "its input is a request",
        {
            "function": "orders",
            "alias": "live",
            "version": "#{Publish.FunctionVersion}",
            "gate": {"alarms": ["orders-errors"]},
            "ifBusy": "replace",
        },
        json.loads(release["Input"]),
    )
    longest = door("pipeline", Function="f" * 64, Alias="a" * 128, Alarm="m" * 200)
    size = len(actions(longest)[-1]["Configuration"]["Input"])
    claims.check("the longest input fits", size <= MOST_OF_A_VALUE, MOST_OF_A_VALUE, size)
    prefix = release["ExecutionNamePrefix"]
    claims.check("the execution's name fits", len(prefix) <= MOST_OF_A_PREFIX, MOST_OF_A_PREFIX, prefix)


@story
def only_one_environment_of_one_repository_gets_githubs_role(_, claims):
    (statement,) = door("github").properties("ReleaseRole")["AssumeRolePolicyDocument"]["Statement"]
    claims.equal(
        "both the audience and the subject are compared letter by letter",
        {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": "repo:shop/orders:environment:production",
            }
        },
        statement["Condition"],
    )
    own = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
    claims.equal("the stack's provider is trusted", {"Federated": own}, statement["Principal"])
    claims.equal(
        "a provider that is there already is not made again",
        ["ReleaseRole"],
        list(door("github", Provider=own).resources),
    )
