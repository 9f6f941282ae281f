"""REST APIs, their deployments and stages."""

from support.aws_errors import bad_request, error_code, error_details
from support.stories import story
from support.waiting import TIMEOUT_SECONDS


@story
def an_api_is_built(client, claims):
    apis = client.apis
    made = apis.create_rest_api(name="built", description="for a try")
    api, root = made["id"], made["rootResourceId"]
    claims.equal("an API is created with 201", 201, made["ResponseMetadata"]["HTTPStatusCode"])
    claims.equal("its id has ten characters", 10, len(api))
    claims.check(
        "createdDate is a moment of up's clock",
        abs((client.now() - made["createdDate"]).total_seconds()) < 60 * TIMEOUT_SECONDS,
        "about now",
        made["createdDate"],
    )
    claims.equal(
        "an API without methods is not deployed",
        bad_request("The REST API doesn't contain any methods"),
        error_details(apis.create_deployment, restApiId=api),
    )
    orders = apis.create_resource(restApiId=api, parentId=root, pathPart="orders")
    claims.equal(
        "a resource has its path", ("/orders", root), (orders["path"], orders["parentId"])
    )
    at = {"restApiId": api, "resourceId": orders["id"], "httpMethod": "GET"}
    apis.put_method(authorizationType="NONE", **at)
    claims.equal(
        "a method without integration is not deployed",
        bad_request("No integration defined for method"),
        error_details(apis.create_deployment, restApiId=api),
    )
    apis.put_method_response(statusCode="200", **at)
    apis.put_integration(
        type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'}, **at
    )
    apis.put_integration_response(
        statusCode="200", selectionPattern="", responseTemplates={"application/json": "{}"}, **at
    )
    claims.equal("get_integration tells it", "MOCK", apis.get_integration(**at)["type"])
    claims.equal(
        "get_resources names methods alone",
        [("/", None), ("/orders", {"GET": {}})],
        [
            (it["path"], it.get("resourceMethods"))
            for it in apis.get_resources(restApiId=api)["items"]
        ],
    )
    full = apis.get_resources(restApiId=api, embed=["methods"])["items"][1]["resourceMethods"]
    claims.equal(
        "embed=methods tells all of them", "MOCK", full["GET"]["methodIntegration"]["type"]
    )
    pages = apis.get_paginator("get_resources").paginate(
        restApiId=api, PaginationConfig={"PageSize": 1}
    )
    claims.equal("resources come in pages", [1, 1], [len(it["items"]) for it in pages])
    first = apis.create_deployment(restApiId=api, stageName="prod", description="first")
    claims.equal(
        "a deployment is created with 201", 201, first["ResponseMetadata"]["HTTPStatusCode"]
    )
    claims.equal(
        "a new stage is as AWS makes it",
        {
            "deploymentId": first["id"],
            "stageName": "prod",
            "cacheClusterEnabled": False,
            "cacheClusterStatus": "NOT_AVAILABLE",
            "methodSettings": {},
            "tracingEnabled": False,
        },
        client.stage(api),
    )
    apis.put_method(restApiId=api, resourceId=root, httpMethod="ANY", authorizationType="NONE")
    summary = apis.get_deployment(restApiId=api, deploymentId=first["id"], embed=["apisummary"])
    claims.equal(
        "a deployment is the API as it was", ["/orders"], sorted(summary.get("apiSummary", {}))
    )
    claims.equal(
        "a stage is not created twice",
        (409, "ConflictException", "Stage already exists"),
        error_details(apis.create_stage, restApiId=api, stageName="prod", deploymentId=first["id"]),
    )
    claims.equal(
        "a deployment in use is not deleted",
        bad_request("Active stages pointing to this deployment must be moved or deleted"),
        error_details(apis.delete_deployment, restApiId=api, deploymentId=first["id"]),
    )
    gone = [
        apis.delete_stage(restApiId=api, stageName="prod"),
        apis.delete_deployment(restApiId=api, deploymentId=first["id"]),
        apis.delete_rest_api(restApiId=api),
    ]
    claims.equal(
        "deletions are accepted with 202",
        [202] * 3,
        [it["ResponseMetadata"]["HTTPStatusCode"] for it in gone],
    )
    claims.equal(
        "a deleted API is not found",
        (404, "NotFoundException"),
        error_code(apis.get_rest_api, restApiId=api),
    )


@story
def cli_patches_a_stage(client, claims):
    api, first, second = client.make_api("cli-api")
    stage = f"--rest-api-id {api} --stage-name prod".split()
    split = client.cli(
        *"apigateway update-stage".split(),
        *stage,
        "--patch-operations",
        f"op=replace,path=/canarySettings/deploymentId,value={second}",
        "op=replace,path=/canarySettings/percentTraffic,value=10.0",
    )
    wanted = {"percentTraffic": 10.0, "deploymentId": second, "useStageCache": False}
    claims.equal("CLI: update-stage makes a canary", wanted, split.get("canarySettings"))
    found = client.cli(*"apigateway get-stage".split(), *stage)
    claims.equal(
        "CLI: get-stage tells it",
        (first, wanted),
        (found.get("deploymentId"), found.get("canarySettings")),
    )
    listed = client.cli(*f"apigateway get-resources --rest-api-id {api}".split())
    claims.equal(
        "CLI: get-resources lists them",
        ["/", "/orders"],
        [it["path"] for it in listed.get("items", [])],
    )
