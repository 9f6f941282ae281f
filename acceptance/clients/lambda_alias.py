"""Releases of an alias: promotion, rollback, and changes by others."""

import json

from support.arns import api_method_arn, function_arn
from support.aws_client import canary_weights, without_revision
from support.aws_errors import error_code, error_details
from support.release_request import plan, ungated
from support.stories import story


@story
def boto3_rolls_back(client, claims):
    before = client.make_function("boto-orders")
    client.make_alarm("boto-errors")
    execution = client.start(
        {
            "function": "boto-orders",
            "plan": "Canary10Percent15Minutes",
            "gate": {"alarms": ["boto-errors"]},
        }
    )
    split = client.wait_for_split("boto-orders", 0.1)
    claims.equal("boto3: the split alias keeps its version", "1", split["FunctionVersion"])
    claims.equal("boto3: version 2 gets 10 %", {"2": 0.1}, canary_weights(split))
    client.set_alarm("boto-errors", "ALARM")
    ended = client.wait_for_end(execution)
    claims.equal("boto3: an alarm fails the execution", "FAILED", ended["status"])
    claims.equal("boto3: its Error is RolledBack", "RolledBack", ended.get("error"))
    claims.mentions(
        "boto3: its Cause names alarm and weight", ["boto-errors", "10"], ended.get("cause")
    )
    after = client.alias("boto-orders")
    claims.equal(
        "boto3: the alias is back as it was", without_revision(before), without_revision(after)
    )
    claims.check(
        "boto3: the old alias has no RoutingConfig", "RoutingConfig" not in after, "none", after
    )
    last = client.executions.get_execution_history(
        executionArn=execution, maxResults=1, reverseOrder=True
    )["events"][0]
    claims.equal(
        "boto3: the last event has the same Error and Cause",
        ("ExecutionFailed", "RolledBack", ended.get("cause")),
        (
            last["type"],
            last.get("executionFailedEventDetails", {}).get("error"),
            last.get("executionFailedEventDetails", {}).get("cause"),
        ),
    )


@story
def a_foreign_move_is_kept(client, claims):
    client.make_function("moved", versions=3)
    execution = client.start(ungated("moved", plan((10, "PT20M")), version="2"))
    client.wait_for_split("moved", 0.1)
    theirs = client.functions.update_alias(
        FunctionName="moved",
        Name="live",
        FunctionVersion="3",
        RoutingConfig={"AdditionalVersionWeights": {}},
    )
    ended = client.wait_for_end(execution)
    claims.equal(
        "a release whose alias somebody else moved is STUCK",
        ("FAILED", "Stuck"),
        (ended["status"], ended.get("error")),
    )
    claims.mentions(
        "its Cause has what was expected and what was found",
        ["moved:live", "1", "2", "10", "3", theirs["RevisionId"]],
        ended.get("cause"),
    )
    claims.equal(
        "the alias that somebody else moved is not overwritten",
        ("3", theirs["RevisionId"]),
        (client.alias("moved")["FunctionVersion"], client.alias("moved")["RevisionId"]),
    )


@story
def a_foreign_description_is_kept(client, claims):
    client.make_function("described")
    execution = client.start(ungated("described", plan((10, "PT3M"))))
    client.wait_for_split("described", 0.1)
    client.functions.update_alias(FunctionName="described", Name="live", Description="Ann was here")
    ended = client.wait_for_end(execution)
    claims.equal(
        "a change of the description alone does not stop a release", "SUCCEEDED", ended["status"]
    )
    after = client.alias("described")
    claims.equal(
        "a description that somebody changed stays",
        ("2", "Ann was here"),
        (after["FunctionVersion"], after["Description"]),
    )


@story
def a_deployment_supersedes_the_watch(client, claims):
    client.make_function("superseded", versions=3)
    execution = client.start(ungated("superseded", "AllAtOnce", version="2", watch="PT1H"))
    client.wait_for_state(execution, "Watch")  # before, Promote may not have read the alias again
    client.functions.update_alias(FunctionName="superseded", Name="live", FunctionVersion="3")
    ended = client.wait_for_end(execution)
    claims.equal("a deployment during the watch ends it with success", "SUCCEEDED", ended["status"])
    claims.mentions("the reason says so", ["superseded", "3"], ended.get("output"))
    claims.equal("the deployment stays", "3", client.alias("superseded")["FunctionVersion"])


@story
def an_alias_lets_api_gateway_in(client, claims):
    client.make_function("permitted")
    source = api_method_arn("a1b2c3d4e5", "GET/orders")
    live = {"FunctionName": "permitted", "Qualifier": "live"}
    permission = {
        "StatementId": "api",
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": source,
        **live,
    }
    statement = {
        "Sid": "api",
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": function_arn("permitted:live"),
        "Condition": {"ArnLike": {"AWS:SourceArn": source}},
    }
    none = (404, "ResourceNotFoundException", "The resource you requested does not exist.")
    claims.equal(
        "at first there is no policy", none, error_details(client.functions.get_policy, **live)
    )
    before = client.alias("permitted")["RevisionId"]
    added = client.functions.add_permission(**permission)
    claims.equal("add_permission returns its statement", statement, json.loads(added["Statement"]))
    policy = client.functions.get_policy(**live)
    claims.equal(
        "get_policy returns it",
        {"Version": "2012-10-17", "Id": "default", "Statement": [statement]},
        json.loads(policy["Policy"]),
    )
    after = client.alias("permitted")["RevisionId"]
    claims.equal(
        "the alias has the policy's revision, a new one",
        (policy["RevisionId"], True),
        (after, after != before),
    )
    claims.equal(
        "the function itself has no policy",
        none,
        error_details(client.functions.get_policy, FunctionName="permitted"),
    )
    claims.equal(
        "a statement is added once",
        (409, "ResourceConflictException"),
        error_code(client.functions.add_permission, **permission),
    )
    client.functions.remove_permission(StatementId="api", **live)
    claims.equal(
        "after remove_permission there is no policy",
        none,
        error_details(client.functions.get_policy, **live),
    )
