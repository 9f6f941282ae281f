"""Rules: they start releases, and get events of releases and alarms."""

import json

from support.arns import NEWS_TOPIC_ARN, ROLE_ARN, WORKFLOW_ARN, queue_arn
from support.aws_client import deployment_package
from support.aws_errors import error_code, error_details
from support.release_request import plan, ungated
from support.stories import story


@story
def a_rule_starts_a_release(client, claims):
    client.make_function("ruled")
    client.make_rule(
        "ruled-published",
        {
            "source": ["aws.lambda"],
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {
                "eventName": [{"prefix": "PublishVersion"}],
                "errorCode": [{"exists": False}],
                "responseElements": {"functionName": ["ruled"]},
            },
        },
        {
            "Id": "workflow",
            "Arn": WORKFLOW_ARN,
            "RoleArn": ROLE_ARN,
            "InputTransformer": {
                "InputPathsMap": {
                    "function": "$.detail.responseElements.functionName",
                    "version": "$.detail.responseElements.version",
                },
                "InputTemplate": json.dumps(
                    ungated("<function>", "AllAtOnce", version="<version>", id="ruled-<version>")
                ),
            },
            "DeadLetterConfig": {"Arn": queue_arn("ruled")},
        },
    )
    error_code(client.functions.publish_version, FunctionName="ruled-nobody")
    client.functions.update_function_code(FunctionName="ruled", ZipFile=deployment_package(3))
    client.functions.publish_version(FunctionName="ruled")
    client.wait_for_version("ruled", "3")
    listed = client.executions.list_executions(stateMachineArn=WORKFLOW_ARN)["executions"]
    described = [
        client.executions.describe_execution(executionArn=execution["executionArn"])
        for execution in listed
    ]
    mine = [execution for execution in described if '"ruled-3"' in execution["input"]]
    claims.equal("boto3: PublishVersion starts one release of the version", 1, len(mine))
    ended = client.wait_for_end(mine[0]["executionArn"])
    claims.equal("boto3: it is promoted", "SUCCEEDED", ended["status"])
    name = mine[0]["name"]
    claims.check(
        "boto3: EventBridge names the execution", len(name) == 73 and "_" in name, "two ids", name
    )
    claims.equal("boto3: nothing is left in the queue", [], client.messages("ruled"))


@story
def boto3_puts_events(client, claims):
    client.events.create_event_bus(Name="shop")
    queue = {"Id": "queue", "Arn": queue_arn("shop"), "InputPath": "$.detail"}
    client.make_rule("shop-orders", {"source": ["shop"]}, queue, EventBusName="shop")
    entry = {"Source": "shop", "DetailType": "Order Placed", "EventBusName": "shop"}
    put = client.events.put_events(
        Entries=[
            {**entry, "Detail": '{"order": 1}', "Time": client.now()},
            {**entry, "Detail": "no JSON"},
            {**entry, "Detail": '{"order": 2}', "EventBusName": "nowhere"},
            {**entry, "Detail": '{"order": 3}', "Source": "aws.shop"},
        ]
    )
    claims.equal(
        "boto3: put_events fails the bad entries alone",
        (2, [None, "MalformedDetail", None, "NotAuthorizedForSource"]),
        (put["FailedEntryCount"], [it.get("ErrorCode") for it in put["Entries"]]),
    )
    messages = client.wait_until(
        lambda: client.messages("shop"), lambda it: it, "the event is delivered"
    )
    claims.equal("boto3: a rule's target gets its part of the event", ['{"order":1}'], messages)
    claims.equal(
        "boto3: list_targets_by_rule returns the target",
        [queue],
        client.events.list_targets_by_rule(Rule="shop-orders", EventBusName="shop")["Targets"],
    )
    claims.equal(
        "boto3: a rule that does not exist is not found",
        (400, "ResourceNotFoundException", "Rule nothing does not exist on EventBus default."),
        error_details(client.events.describe_rule, Name="nothing"),
    )
    claims.equal(
        "boto3: eleven entries are too many",
        (400, "ValidationException"),
        error_code(client.events.put_events, Entries=[{**entry, "Detail": "{}"}] * 11),
    )


@story
def events_of_a_stopped_release(client, claims):
    client.make_function("stopped")
    client.make_rule(
        "stopped",
        {"source": ["coalmine"], "detail": {"id": ["stopped-2"], "state": ["ROLLED_BACK"]}},
        {"Id": "queue", "Arn": queue_arn("stopped")},
    )
    execution = client.start(ungated("stopped", plan((10, "PT1H"))))
    client.wait_for_split("stopped", 0.1)
    client.executions.stop_execution(executionArn=execution, cause="by hand")
    messages = client.wait_until(
        lambda: client.messages("stopped"), lambda it: it, "the event is delivered"
    )
    event = json.loads(messages[0])
    reason = event["detail"]["reason"]
    claims.check(
        "boto3: a rule gets the event that a stopped release was rolled back",
        (event["detail-type"], event["resources"]) == ("Coalmine Release State Change", [execution])
        and all(fact in reason for fact in ("ABORTED", "by hand", "stopped:live")),
        "the execution, why it was stopped, and the alias",
        event,
    )

    def notices():
        sent = client.local("topics")[NEWS_TOPIC_ARN]
        return [it["Message"].split("\n") for it in sent if execution in it["Message"]]

    sent = client.wait_until(notices, lambda it: it, "the topic has a message")
    claims.check(
        "the topic gets one message of the same in three lines",
        len(sent) == 1
        and sent[0][1:] == [f'"{reason}"', f'"{execution}"']
        and all(fact in sent[0][0] for fact in ("Coalmine", "ROLLED_BACK", "stopped-2")),
        "state and name, reason, execution",
        sent,
    )


@story
def cli_makes_a_rule_for_alarms(client, claims):
    client.cli(
        *"events put-rule --name cli-alarms --event-pattern".split(),
        json.dumps({"source": ["aws.cloudwatch"], "detail": {"alarmName": ["cli-rule-alarm"]}}),
    )
    client.cli(
        *"events put-targets --rule cli-alarms --targets".split(),
        f"Id=queue,Arn={queue_arn('cli-alarms')},InputPath=$.detail.state.value",
    )
    client.make_alarm("cli-rule-alarm")
    client.set_alarm("cli-rule-alarm", "ALARM")
    messages = client.wait_until(
        lambda: client.messages("cli-alarms"), lambda it: len(it) > 1, "both events are delivered"
    )
    claims.equal("CLI: a rule gets an alarm's changes", ['"OK"', '"ALARM"'], messages)
    found = client.cli(*"events describe-rule --name cli-alarms".split())
    claims.equal("CLI: describe-rule returns its state", "ENABLED", found.get("State"))
