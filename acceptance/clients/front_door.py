"""HTTP requests to an API: which version answers them, and which are refused."""

import json

from support.rest_api import LOAD_REQUESTS, RestApi, claim_tenth
from support.stories import story


@story
def the_front_door_shares_out(client, claims):
    client.make_function("shop", versions=3)
    client.functions.create_alias(FunctionName="shop", Name="next", FunctionVersion="2")
    api = RestApi(client, "shop", "live", "next")
    status, headers, body = api.get()
    claims.equal(
        "the front door: the alias' version answers",
        (200, "1", {"function": "shop", "version": "1"}),
        (status, headers["X-Amz-Executed-Version"], json.loads(body)),
    )
    api.patch(
        ("replace", "/canarySettings/deploymentId", api.deployment),
        ("replace", "/canarySettings/percentTraffic", "10"),
        ("replace", "/canarySettings/stageVariableOverrides/lambdaAlias", "next"),
    )
    found = api.load(LOAD_REQUESTS)
    claim_tenth(
        claims, f"a stage canary at 10 % gets 10 % of {LOAD_REQUESTS} requests", found, "2"
    )
    claims.equal(
        "its requests are those that another alias serves",
        {(200, "1", False), (200, "2", True)},
        set(found),
    )
    api.patch(("remove", "/canarySettings"))
    client.functions.update_alias(
        FunctionName="shop", Name="live", RoutingConfig={"AdditionalVersionWeights": {"3": 0.1}}
    )
    found = api.load(LOAD_REQUESTS)
    claim_tenth(
        claims, f"an alias at 10 % gives its canary 10 % of {LOAD_REQUESTS} requests", found, "3"
    )
    claims.equal("and the rest to its version", {(200, "1", False), (200, "3", False)}, set(found))


@story
def the_front_door_refuses(client, claims):
    client.make_function("closed")
    client.functions.create_alias(FunctionName="closed", Name="shut", FunctionVersion="1")
    api = RestApi(client, "closed", "live")
    prod = api.path.rsplit("/", 1)[0]

    def refuses(what, path, status, error, message):
        found, headers, body = api.get(path)
        claims.equal(
            f"the front door: {what} is {status}",
            (status, error, {"message": message}),
            (found, headers["x-amzn-ErrorType"], json.loads(body)),
        )

    refuses("another stage", prod + "x/orders", 403, "ForbiddenException", "Forbidden")
    refuses(
        "another path",
        prod + "/bills",
        403,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )
    server_error = (api.path, 500, "InternalServerErrorException", "Internal server error")
    api.patch(("replace", "/variables/lambdaAlias", "nobody"))
    refuses("an alias that is not there", *server_error)
    api.patch(("replace", "/variables/lambdaAlias", "shut"))
    refuses("an alias without a permission", *server_error)
    api.permit("closed", "shut")
    claims.equal("the front door: a permission opens it", 200, api.get()[0])
