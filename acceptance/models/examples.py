"""A valid input for each operation, and how to see what became of it."""

import dataclasses
import datetime
import json
import typing

from models.world import MOCK, QUEUE
from support import arns
from support.aws_client import deployment_package

PATTERN = json.dumps({"source": ["shop"]})
EVENT = json.dumps(
    {
        "id": "1",
        "account": arns.ACCOUNT,
        "source": "shop",
        "time": "2026-01-01T00:00:00Z",
        "region": arns.REGION,
        "resources": [],
        "detail-type": "Order",
    }
)


@dataclasses.dataclass
class Example:
    """An operation.

    make gives a valid input. values has parameters that need a certain value to make a difference,
    and skipped those that botocore cannot send. read names an operation, and its input from that
    input and the output, whose answer shows the stored parameters. unseen has the parameters that
    are understood and yet not to be seen, with the reason. error is the code of an operation that
    is refused with any input.
    """

    make: typing.Callable
    read: typing.Callable = None
    unseen: dict = dataclasses.field(default_factory=dict)
    values: dict = dataclasses.field(default_factory=dict)
    skipped: tuple = ()
    error: str = ""


def function_of(made, _):
    return "GetFunction", {"FunctionName": made["FunctionName"]}


def stage_of(made, _):
    return "GetStage", {"restApiId": made["restApiId"], "stageName": made["stageName"]}


def alarm_of(made, _):
    types = ["MetricAlarm", "CompositeAlarm"]
    return "DescribeAlarms", {"AlarmNames": [made["AlarmName"]], "AlarmTypes": types}


def named(w):
    return {"FunctionName": w.function()}


def at_alias(w):
    return {"FunctionName": w.function(), "Name": "live"}


def at_api(w):
    return {"restApiId": w.api(2)[0]}


def alarm_with_history(w):
    made = {"AlarmName": w.alarm()}
    w.done("cloudwatch", "SetAlarmState", StateValue="ALARM", StateReason="test", **made)
    return made


LATE = datetime.datetime(2100, 1, 1, tzinfo=datetime.timezone.utc)
CODE = {
    "Code.S3Bucket": "there is no S3: the same place counts as the same code",
    "Code.S3Key": "as S3Bucket",
    "Code.S3ObjectVersion": "as S3Bucket",
    "Code.ImageUri": "as S3Bucket",
    "Publish": "the answer has version 1",
}
LAMBDA = {
    "CreateFunction": Example(lambda w: w.new_function(), function_of, CODE),
    "ListFunctions": Example(lambda w: [w.function(), w.function()] and {}),
    "GetFunction": Example(named),
    "DeleteFunction": Example(named),
    "UpdateFunctionCode": Example(
        lambda w: {"FunctionName": w.function(), "ZipFile": deployment_package(3)},
        function_of,
        {
            name: "there is no S3: the same place counts as the same code"
            for name in ("S3Bucket", "S3Key", "S3ObjectVersion", "ImageUri")
        }
        | {"Publish": "the answer has a version", "DryRun": "nothing changes"},
    ),
    "GetFunctionConfiguration": Example(named),
    "UpdateFunctionConfiguration": Example(named, function_of),
    "PublishVersion": Example(
        lambda w: named(w),
        unseen={"Description": "nothing changed, so that no version is made"},
    ),
    "ListVersionsByFunction": Example(named),
    "CreateAlias": Example(
        lambda w: {"FunctionName": w.function(), "Name": "new", "FunctionVersion": "1"}
    ),
    "ListAliases": Example(named),
    "GetAlias": Example(at_alias),
    "UpdateAlias": Example(at_alias),
    "DeleteAlias": Example(at_alias),
    "Invoke": Example(named, unseen={"Payload": "simulated functions return null"}),
    "AddPermission": Example(lambda w: w.permission(w.function())),
    "GetPolicy": Example(lambda w: {"FunctionName": w.permitted()}),
    "RemovePermission": Example(lambda w: {"FunctionName": w.permitted(), "StatementId": "s"}),
    "ListTags": Example(lambda w: {"Resource": arns.function_arn(w.function())}),
    "TagResource": Example(
        lambda w: {"Resource": arns.function_arn(w.function()), "Tags": {"a": "b"}}
    ),
    "UntagResource": Example(
        lambda w: {"Resource": arns.function_arn(w.function()), "TagKeys": ["team"]}
    ),
    "PutProvisionedConcurrencyConfig": Example(
        lambda w: {
            "FunctionName": w.function(),
            "Qualifier": "live",
            "ProvisionedConcurrentExecutions": 1,
        }
    ),
    "GetProvisionedConcurrencyConfig": Example(lambda w: w.provisioned()),
    "DeleteProvisionedConcurrencyConfig": Example(lambda w: w.provisioned()),
}
APIGATEWAY = {
    "CreateRestApi": Example(lambda w: {"name": w.name()}),
    "GetRestApis": Example(lambda w: [w.api(), w.api()] and {}),
    "GetRestApi": Example(at_api),
    "DeleteRestApi": Example(at_api),
    "GetResources": Example(at_api),
    "GetResource": Example(lambda w: w.resource()),
    "CreateResource": Example(
        lambda w: (
            lambda at: {
                "restApiId": at["restApiId"],
                "parentId": at["resourceId"],
                "pathPart": "new",
            }
        )(w.resource())
    ),
    "PutMethod": Example(
        lambda w: {**w.resource(), "httpMethod": "POST", "authorizationType": "NONE"}
    ),
    "GetMethod": Example(lambda w: w.method()),
    "PutMethodResponse": Example(lambda w: {**w.method(), "statusCode": "200"}),
    "PutIntegration": Example(lambda w: {**w.method(integration=False), **MOCK}),
    "GetIntegration": Example(lambda w: w.method()),
    "PutIntegrationResponse": Example(lambda w: {**w.method(), "statusCode": "200"}),
    "CreateAuthorizer": Example(lambda w: w.new_authorizer(w.api()[0])),
    "GetAuthorizers": Example(
        lambda w: (lambda api: w.authorizer(api) and w.authorizer(api) and {"restApiId": api})(
            w.api()[0]
        )
    ),
    "GetAuthorizer": Example(lambda w: w.authorizer()),
    "CreateDeployment": Example(
        lambda w: {**w.stage(), "stageName": "prod"},
        stage_of,
    ),
    "GetDeployments": Example(at_api),
    "GetDeployment": Example(lambda w: w.deployment(), values={"embed": ["apisummary"]}),
    "DeleteDeployment": Example(lambda w: w.deployment()),
    "CreateStage": Example(lambda w: {**w.deployment(), "stageName": "prod"}),
    "GetStages": Example(lambda w: {"restApiId": w.stage()["restApiId"]}),
    "GetStage": Example(lambda w: w.stage()),
    "UpdateStage": Example(
        lambda w: {
            **w.stage(),
            "patchOperations": [{"op": "replace", "path": "/description", "value": "v"}],
        },
        unseen={"patchOperations.0.from": "only a copy has an origin"},
    ),
    "DeleteStage": Example(lambda w: w.stage()),
}


def queries(w):
    namespace = w.metric()
    now = w.now()
    metric = {"Namespace": namespace, "MetricName": "Errors"}
    metric["Dimensions"] = [{"Name": "Stage", "Value": "prod"}]
    stat = {"Metric": metric, "Period": 60, "Stat": "Sum", "Unit": "None"}
    return {
        "StartTime": now - 3600,
        "EndTime": now + 60,
        "MetricDataQueries": [{"Id": "m", "MetricStat": stat}],
    }


def statistics(w):
    stat = queries(w)
    query = stat["MetricDataQueries"][0]["MetricStat"]["Metric"]
    return {
        **query,
        "StartTime": stat["StartTime"],
        "EndTime": stat["EndTime"],
        "Period": 60,
        "Statistics": ["Sum"],
    }


def datum(w):
    return {
        "Namespace": w.name(),
        "MetricData": [{"MetricName": "Errors", "Value": 1.0, "Timestamp": w.now()}],
    }


def data_of(made, _):
    first = made["MetricData"][0]
    metric = {"Namespace": made["Namespace"], "MetricName": first["MetricName"]}
    metric["Dimensions"] = first.get("Dimensions", [])
    return "GetMetricStatistics", {
        **metric,
        "StartTime": first["Timestamp"] - 60,
        "EndTime": first["Timestamp"] + 60,
        "Period": first.get("StorageResolution", 60),
        "Statistics": ["SampleCount", "Sum", "Minimum", "Maximum"],
    }


CLOUDWATCH = {
    "DeleteAlarms": Example(lambda w: {"AlarmNames": [w.alarm()]}),
    "DescribeAlarmHistory": Example(
        alarm_with_history, values={"StartDate": LATE, "AlarmTypes": ["CompositeAlarm"]}
    ),
    "DescribeAlarms": Example(
        lambda w: [w.alarm(), w.alarm()] and {},
        values={"AlarmTypes": ["CompositeAlarm"], "StateValue": "OK"},
    ),
    "DisableAlarmActions": Example(lambda w: {"AlarmNames": [w.alarm()]}),
    "EnableAlarmActions": Example(lambda w: {"AlarmNames": [w.alarm()]}),
    "GetMetricData": Example(queries, values={"MetricDataQueries.0.ReturnData": False}),
    "GetMetricStatistics": Example(statistics, values={"Unit": "Count"}),
    "ListMetrics": Example(
        lambda w: [w.metric(), w.done("cloudwatch", "PutMetricData", **datum(w))] and {},
        values={"Dimensions": [{"Name": "Stage"}]},
    ),
    "PutCompositeAlarm": Example(
        lambda w: {"AlarmName": w.name(), "AlarmRule": f"ALARM({w.alarm()})"}, alarm_of
    ),
    "PutMetricAlarm": Example(lambda w: w.new_alarm(), alarm_of),
    "PutMetricData": Example(
        datum,
        data_of,
        {
            "MetricData.0.Dimensions": "the data are read by them",
            "MetricData.0.StorageResolution": "the data are read by periods of a second",
        },
    ),
    "SetAlarmState": Example(
        lambda w: {"AlarmName": w.alarm(), "StateValue": "ALARM", "StateReason": "test"},
        alarm_of,
    ),
}


def rule_of(made, _):
    return "DescribeRule", {"Name": made["Name"]}


def targets_of(made, _):
    return "ListTargetsByRule", {"Rule": made["Rule"]}


NO_MANAGED_RULES = {"Force": "it is for rules that AWS services manage; there are none"}
EVENTS = {
    "PutEvents": Example(
        lambda w: {"Entries": [{"Source": "shop", "DetailType": "Order", "Detail": "{}"}]},
        unseen={
            "Entries.0.Time": "the targets get it",
            "Entries.0.Resources": "the targets get them",
            "Entries.0.EventBusName": "an event for a bus that is not there is dropped",
        },
        skipped=("EndpointId",),
    ),
    "TestEventPattern": Example(lambda w: {"EventPattern": PATTERN, "Event": EVENT}),
    "CreateEventBus": Example(lambda w: {"Name": w.name()}),
    "DeleteEventBus": Example(lambda w: {"Name": w.bus()}),
    "DescribeEventBus": Example(lambda w: {"Name": w.bus()}),
    "ListEventBuses": Example(lambda w: w.bus() and {}),
    "PutRule": Example(lambda w: {"Name": w.name(), "EventPattern": PATTERN}, rule_of),
    "EnableRule": Example(lambda w: {"Name": w.rule()}),
    "DisableRule": Example(lambda w: {"Name": w.rule()}),
    "DescribeRule": Example(lambda w: {"Name": w.rule()}),
    "ListRules": Example(lambda w: w.rule() and w.rule() and {}),
    "ListRuleNamesByTarget": Example(
        lambda w: [w.rule(), w.rule()] and {"TargetArn": QUEUE},
    ),
    "DeleteRule": Example(
        lambda w: (
            lambda made: w.done("events", "PutRule", Name=made, EventPattern=PATTERN)
            and {"Name": made}
        )(w.name()),
        unseen=NO_MANAGED_RULES,
    ),
    "PutTargets": Example(
        lambda w: {"Rule": w.rule(), "Targets": [{"Id": "new", "Arn": QUEUE}]}, targets_of
    ),
    "RemoveTargets": Example(
        lambda w: {"Rule": w.rule(), "Ids": ["one"]}, targets_of, NO_MANAGED_RULES
    ),
    "ListTargetsByRule": Example(lambda w: {"Rule": w.rule()}),
}


def execution(w):
    return {"executionArn": w.execution()}


STEPFUNCTIONS = {
    "DescribeStateMachine": Example(lambda w: {"stateMachineArn": arns.WORKFLOW_ARN}),
    "ListTagsForResource": Example(lambda w: {"resourceArn": arns.WORKFLOW_ARN}),
    "ListStateMachines": Example(lambda w: {}),
    "StartExecution": Example(
        lambda w: {"stateMachineArn": arns.WORKFLOW_ARN, "name": w.name()},
        lambda made, output: (
            "DescribeExecution",
            {"executionArn": output["executionArn"]},
        ),
    ),
    "DescribeExecution": Example(execution),
    "DescribeStateMachineForExecution": Example(
        execution, unseen={"includedData": "the definition is not encrypted"}
    ),
    "ListExecutions": Example(
        lambda w: [w.execution(), w.execution()] and {"stateMachineArn": arns.WORKFLOW_ARN},
        values={"redriveFilter": "REDRIVEN"},
    ),
    "GetExecutionHistory": Example(execution, values={"includeExecutionData": False}),
    "StopExecution": Example(
        execution, unseen={"error": "the execution has ended", "cause": "the execution has ended"}
    ),
    "SendTaskSuccess": Example(
        lambda w: {"taskToken": "garbage", "output": "{}"}, error="InvalidToken"
    ),
    "SendTaskFailure": Example(lambda w: {"taskToken": "garbage"}, error="InvalidToken"),
    "SendTaskHeartbeat": Example(lambda w: {"taskToken": "garbage"}, error="InvalidToken"),
    "RedriveExecution": Example(
        execution, unseen={"clientToken": "it makes a call safe to repeat, no more"}
    ),
}
JOB = "00000000-0000-0000-0000-000000000000"
CODEPIPELINE = {
    "PutJobSuccessResult": Example(lambda w: {"jobId": JOB}, error="JobNotFoundException"),
    "PutJobFailureResult": Example(
        lambda w: {"jobId": JOB, "failureDetails": {"type": "JobFailed", "message": "m"}},
        error="JobNotFoundException",
    ),
}
EXAMPLES = {
    "lambda": LAMBDA,
    "apigateway": APIGATEWAY,
    "cloudwatch": CLOUDWATCH,
    "events": EVENTS,
    "stepfunctions": STEPFUNCTIONS,
    "codepipeline": CODEPIPELINE,
}
