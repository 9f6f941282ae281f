"""Releases while callers send requests."""

import subprocess

from support.aws_client import STAGE_VARIABLES, without_revision
from support.aws_errors import error_code
from support.release_request import plan
from support.rest_api import LOAD_REQUESTS, RestApi, claim_tenth
from support.stories import story
from support.up import LAUNCHER
from support.waiting import TIMEOUT_SECONDS


def make_function_that_starts_failing(client, name):
    """Makes a function whose version 2 fails from three minutes after its first request."""
    alias = client.make_function(name, versions=1)
    client.functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": {"COALMINE_ERRORS_AFTER": "PT3M"}}
    )
    client.functions.publish_version(FunctionName=name)
    return alias


@story
def a_version_that_starts_failing_under_load_is_rolled_back(client, claims):
    before = make_function_that_starts_failing(client, "loaded")
    api = RestApi(client, "loaded", "live")
    with api.steady_traffic():
        execution = client.start(
            {"function": "loaded", "plan": plan((10, "PT30M"), poll="PT1M"), "watch": "PT0S"}
        )
        client.wait_for_split("loaded", 0.1)
        began = client.now()
        ended = client.wait_for_end(execution)
        claims.equal(
            "a version that starts failing is rolled back", "RolledBack", ended.get("error")
        )
        claims.mentions(
            "its Cause has the errors that callers got",
            ["errors", "canary", "baseline", "0", "10"],
            ended.get("cause"),
        )
        lasted = (client.now() - began).total_seconds()
        claims.check("not before it failed", lasted > 180, "over 180 s", lasted)
    after = client.alias("loaded")
    claims.equal("the alias is back as it was", without_revision(before), without_revision(after))
    claims.equal(
        "callers get the old version alone, and no errors",
        {(200, "1", False): 2000},
        dict(api.load(2000)),
    )


@story
def a_stage_is_promoted_under_load(client, claims):
    client.make_function("staged")
    client.functions.create_alias(FunctionName="staged", Name="next", FunctionVersion="2")
    api = RestApi(client, "staged", "live", "next")
    api.patch(("replace", "/description", "the shop"))
    before = client.stage(api.id)
    with api.steady_traffic():
        # On a slow machine the load may take long, so the bake is long, and is skipped afterwards.
        # Then only the watch has metrics to tell of, and they come some minutes late.
        execution = api.release((10, "PT3H"), watch="PT10M")
        split = api.wait_for_split(10)
        claims.equal(
            "a stage's canary is the newer deployment at alias next",
            (api.deployment, STAGE_VARIABLES, api.newer, {"lambdaAlias": "next"}),
            (
                split["deploymentId"],
                split["variables"],
                split["canarySettings"]["deploymentId"],
                split["canarySettings"]["stageVariableOverrides"],
            ),
        )
        claims.equal(
            "a split stage takes no ordinary deployment",
            (400, "BadRequestException"),
            error_code(client.apis.create_deployment, restApiId=api.id, stageName="prod"),
        )
        claim_tenth(
            claims,
            f"a stage released at 10 % gives its canary 10 % of {LOAD_REQUESTS} requests",
            api.load(LOAD_REQUESTS),
            "2",
        )
        skip(client, execution)
        ended = client.wait_for_end(execution)
    claims.equal("a healthy stage is promoted", "SUCCEEDED", ended["status"])
    claims.mentions(
        "its reason has the errors of callers", ["errors", "canary", "0"], ended.get("output")
    )
    variables = {**STAGE_VARIABLES, "lambdaAlias": "next"}
    claims.equal(
        "a promoted stage has deployment, variables and its description, and no canary",
        {**before, "deploymentId": api.newer, "variables": variables},
        client.stage(api.id),
    )
    claims.equal(
        "callers get the new version alone", {(200, "2", False): 2000}, dict(api.load(2000))
    )
    claim_deployment(client, claims, "then an ordinary deployment works", api)


@story
def a_stage_that_starts_failing_under_load_is_rolled_back(client, claims):
    make_function_that_starts_failing(client, "spoiled")
    client.functions.create_alias(FunctionName="spoiled", Name="next", FunctionVersion="2")
    api = RestApi(client, "spoiled", "live", "next")
    before = client.stage(api.id)
    with api.steady_traffic():
        execution = api.release((10, "PT30M"), watch="PT0S")
        api.wait_for_split(10)
        began = client.now()
        ended = client.wait_for_end(execution)
        claims.equal("a stage that starts failing is rolled back", "RolledBack", ended.get("error"))
        claims.mentions(
            "its Cause has the errors that the stage's callers got",
            ["errors", "canary", "baseline", "0", "10"],
            ended.get("cause"),
        )
        lasted = (client.now() - began).total_seconds()
        claims.check("the stage not before it failed", lasted > 120, "over 120 s", lasted)
    claims.equal("the stage is back as it was", before, client.stage(api.id))
    claims.equal(
        "the stage's callers get the old version alone, and no errors",
        {(200, "1", False): 2000},
        dict(api.load(2000)),
    )
    claim_deployment(client, claims, "after a rollback an ordinary deployment works", api)


def skip(client, execution):
    """Ends the bake."""
    subprocess.run(
        [LAUNCHER, "skip", execution, "--endpoint", client.endpoint],
        stdout=subprocess.DEVNULL,
        timeout=TIMEOUT_SECONDS,
        check=True,
    )


def claim_deployment(client, claims, claim, api):
    deployed = client.apis.create_deployment(restApiId=api.id, stageName="prod")["id"]
    claims.equal(claim, deployed, client.stage(api.id)["deploymentId"])
