"""The canary settings of a stage: created, patched and promoted."""

from support.aws_client import STAGE_VARIABLES
from support.aws_errors import bad_request, error_code, error_details
from support.stories import story


@story
def a_stage_canary_is_created(client, claims):
    api, first, _ = client.make_api("created-canary")
    deploy = {"restApiId": api, "stageName": "prod"}

    def canary(percent, **overrides):
        return {"percentTraffic": percent, "stageVariableOverrides": overrides}

    before = client.stage(api)
    for percent, overrides in ((50, {"lambdaAlias": "next"}), (5, {"table": "new"})):
        made = client.apis.create_deployment(canarySettings=canary(percent, **overrides), **deploy)
        made_of = {"deploymentId": made["id"], "useStageCache": False}
        claims.equal(
            f"canarySettings of CreateDeployment make a canary of {percent} %, whatever was there",
            {**before, "canarySettings": {**canary(float(percent), **overrides), **made_of}},
            client.stage(api),
        )
    invalid = "Invalid deployment content specified."
    nowhere = invalid + "Non null and non empty stageName must be provided for canary deployment."
    cases = [
        ("no stageName", {}, f"{nowhere} Provided value is null"),
        ("an empty stageName", {"stageName": ""}, f"{nowhere} Provided value is "),
        (
            "a missing stage",
            {"stageName": "none"},
            f"{invalid}Stage none must already be created before making a canary release"
            " deployment",
        ),
    ]
    for what, stage, message in cases:
        claims.equal(
            f"a canary deployment with {what} is refused",
            bad_request(message),
            error_details(
                client.apis.create_deployment, restApiId=api, canarySettings=canary(1.0), **stage
            ),
        )
    claims.equal(
        "an ordinary deployment is refused while there is a canary",
        bad_request(
            f"{invalid}Non canary deployment not supported on stage prod because Canary is enabled."
            " Provide CanarySettings in deploymentInput."
        ),
        error_details(client.apis.create_deployment, **deploy),
    )
    third = client.apis.create_deployment(restApiId=api)["id"]
    client.patch_stage(api, ("replace", "/canarySettings/deploymentId", third))
    after = client.stage(api)
    claims.equal(
        "a deployment without stage is taken, and the canary pointed at it",
        (first, third),
        (after["deploymentId"], after["canarySettings"]["deploymentId"]),
    )
    claims.equal(
        "the canary's deployment is not deleted",
        bad_request("Active stages pointing to this deployment must be moved or deleted"),
        error_details(client.apis.delete_deployment, restApiId=api, deploymentId=third),
    )
    client.patch_stage(api, ("remove", "/canarySettings"))
    client.apis.create_deployment(**deploy)
    claims.equal(
        "without canary an ordinary deployment moves the stage and leaves its variables",
        STAGE_VARIABLES,
        client.stage(api)["variables"],
    )


@story
def a_stage_canary_is_patched(client, claims):
    api, first, second = client.make_api("patched-canary")
    before = client.stage(api)

    def with_canary(deployment, percent, overrides=None, cache=False):
        settings = {
            "deploymentId": deployment,
            "percentTraffic": percent,
            "useStageCache": cache,
            **({"stageVariableOverrides": overrides} if overrides else {}),
        }
        return {**before, "canarySettings": settings}

    overrides = "/canarySettings/stageVariableOverrides"
    percent = "/canarySettings/percentTraffic"
    changes = [
        ("percentTraffic makes a canary", ("replace", percent, "10.0"), with_canary(first, 10.0)),
        ("remove takes it away", ("remove", "/canarySettings"), before),
        (
            "deploymentId makes a canary without traffic",
            ("replace", "/canarySettings/deploymentId", second),
            with_canary(second, 0.0),
        ),
        ("percentTraffic is set", ("replace", percent, "5"), with_canary(second, 5.0)),
        (
            "useStageCache is set",
            ("replace", "/canarySettings/useStageCache", "true"),
            with_canary(second, 5.0, cache=True),
        ),
        (
            "an override is added",
            ("replace", overrides + "/lambdaAlias", "next"),
            with_canary(second, 5.0, {"lambdaAlias": "next"}, True),
        ),
        (
            "an override is set",
            ("replace", overrides + "/lambdaAlias", "newer"),
            with_canary(second, 5.0, {"lambdaAlias": "newer"}, True),
        ),
        (
            "an override is removed",
            ("remove", overrides + "/lambdaAlias"),
            with_canary(second, 5.0, cache=True),
        ),
    ]
    for what, operation, wanted in changes:
        client.patch_stage(api, operation)
        claims.equal(f"canary settings: {what}", wanted, client.stage(api))
    known = client.stage(api)
    refuse_patches(client, claims, api)
    claims.equal("no refused operation changed anything", known, client.stage(api))
    together = [("replace", percent, "99"), ("replace", "/deploymentId", "none")]
    claims.equal(
        "one refused operation refuses them all",
        bad_request("Deployment id does not exist"),
        error_details(client.patch_stage, api, *together),
    )
    claims.equal("and then none is applied", known, client.stage(api))


def refuse_patches(client, claims, api):
    removed = "Cannot remove method setting {} because there is no method setting for this method "
    copied = (
        "Invalid copy operation with path: {} and from {}. Valid copy:path are [/deploymentId,"
        " /variables] and valid copy:from are [/canarySettings/deploymentId,"
        " /canarySettings/stageVariableOverrides]"
    )
    overrides = "/canarySettings/stageVariableOverrides"
    cases = [
        (("add", "/canarySettings/deploymentId", "x"), "Invalid add operation with path: {}"),
        (("remove", overrides), removed.format(overrides[1:])),
        (("remove", "/canarySettings/badPath"), removed.format("canarySettings/badPath")),
        (("remove", "/*/*"), removed.format("*/*")),
        (("replace", "/canarySettings", "x"), "Invalid method setting path: {}. Must be one of: ["),
        (
            ("replace", "/canarySettings/badPath", "x"),
            "Invalid method setting path: {}. Must be one of: [/deploymentId, /description, ",
        ),
        (("replace", "/canarySettings/deploymentId", "x"), "Deployment id does not exist"),
        (("replace", "/variables/a:b", "x"), "Invalid stage variable name: a:b.  Please use"),
        (("replace", "/variables/a", "$LATEST"), "Invalid stage variable value: $LATEST.  Please"),
        (("copy", overrides, "/variables"), copied.format(overrides, "/variables")),
    ]
    for operation, message in cases:
        status, code, said = error_details(client.patch_stage, api, operation)
        what = " ".join(operation)
        claims.equal(f"{what}: 400", (400, "BadRequestException"), (status, code))
        claims.contains(f"{what}: refused in AWS's words", [message.format(operation[1])], said)
    for percent in ("100.1", "-1", "ten"):  # in which words, nobody knows
        claims.equal(
            f"percentTraffic {percent} is refused",
            (400, "BadRequestException"),
            error_code(
                client.patch_stage, api, ("replace", "/canarySettings/percentTraffic", percent)
            ),
        )
    claims.equal(
        "an unknown op is a constraint of the model",
        (400, "ValidationException"),
        error_code(client.patch_stage, api, ("wrong", "/deploymentId", "x")),
    )
    claims.equal(
        "an unknown stage is not found",
        (404, "NotFoundException", "Invalid Stage identifier specified"),
        error_details(
            client.apis.update_stage, restApiId=api, stageName="none", patchOperations=[]
        ),
    )


@story
def a_stage_canary_is_promoted(client, claims):
    api, first, second = client.make_api("promoted-canary")
    before = client.stage(api)
    promotion = [
        ("copy", "/variables", "/canarySettings/stageVariableOverrides"),
        ("copy", "/deploymentId", "/canarySettings/deploymentId"),
    ]
    for operation in promotion:
        claims.equal(
            f"without a canary nothing is copied to {operation[1]}",
            bad_request("Promotion not available. Canary does not exist."),
            error_details(client.patch_stage, api, operation),
        )
    claims.equal(
        "removing no canary is refused",
        (400, "BadRequestException"),
        error_code(client.patch_stage, api, ("remove", "/canarySettings")),
    )
    start = [
        ("replace", "/canarySettings/deploymentId", second),
        ("replace", "/canarySettings/percentTraffic", "10.0"),
        ("replace", "/canarySettings/stageVariableOverrides/lambdaAlias", "next"),
    ]
    client.patch_stage(api, *start)
    client.patch_stage(api, ("remove", "/canarySettings"))
    claims.equal("rolled back, a stage is as it was", before, client.stage(api))
    client.patch_stage(api, *start)
    client.patch_stage(api, *promotion, ("replace", "/canarySettings/percentTraffic", "0.0"))
    merged = {**STAGE_VARIABLES, "lambdaAlias": "next"}
    claims.equal(
        "promotion merges the variables and leaves the canary",
        {
            **before,
            "deploymentId": second,
            "variables": merged,
            "canarySettings": {
                "deploymentId": second,
                "percentTraffic": 0.0,
                "stageVariableOverrides": {"lambdaAlias": "next"},
                "useStageCache": False,
            },
        },
        client.stage(api),
    )
    client.patch_stage(api, ("remove", "/canarySettings"), ("remove", "/variables/table"))
    claims.equal(
        "then canary and variable are removed",
        {**before, "deploymentId": second, "variables": {"lambdaAlias": "next"}},
        client.stage(api),
    )
    client.patch_stage(
        api,
        ("replace", "/canarySettings/percentTraffic", "0.0"),
        ("copy", "/deploymentId", "/canarySettings/deploymentId"),
    )
    claims.equal(
        "an operation sees what those before it did",
        (second, 0.0),
        (client.stage(api)["deploymentId"], client.stage(api)["canarySettings"]["percentTraffic"]),
    )
    client.apis.delete_deployment(restApiId=api, deploymentId=first)
