"""Makes what the examples need: each time new, so that one call does not disturb the next."""

import itertools
import json

from models.caller import SERVICES, Caller
from support import arns
from support.aws_client import deployment_package
from support.waiting import wait_until

QUEUE = arns.queue_arn("orders")
MOCK = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}


class World:
    """Names are new at each use; counting makes a run repeatable."""

    def __init__(self, endpoint):
        self.callers = {name: Caller(endpoint, name) for name in SERVICES}
        self.numbers = itertools.count(1)

    def name(self):
        return f"n{next(self.numbers)}"

    def done(self, service, operation, **inputs):
        """The output of a call that must succeed."""
        answer = self.callers[service].call(operation, **inputs)
        if not answer.succeeded:
            raise AssertionError(f"{operation} of an example fails: {answer}")
        return answer.output

    def new_function(self):
        """The input of CreateFunction."""
        return {
            "FunctionName": self.name(),
            "Runtime": "python3.13",
            "Role": arns.ROLE_ARN,
            "Handler": "index.handler",
            "Code": {"ZipFile": deployment_package(1)},
        }

    def function(self):
        """A function with versions 1 and 2, and aliases live and spare at 1."""
        made = self.new_function()
        name = made["FunctionName"]
        self.done("lambda", "CreateFunction", **made, Publish=True)
        self.done(
            "lambda",
            "UpdateFunctionCode",
            FunctionName=name,
            ZipFile=deployment_package(2),
            Publish=True,
        )
        for alias in ("live", "spare"):
            self.done("lambda", "CreateAlias", FunctionName=name, Name=alias, FunctionVersion="1")
        self.done("lambda", "TagResource", Resource=arns.function_arn(name), Tags={"team": "a"})
        return name

    def permission(self, function):
        """The input of AddPermission."""
        return {
            "FunctionName": function,
            "StatementId": "s",
            "Action": "lambda:InvokeFunction",
            "Principal": "events.amazonaws.com",
        }

    def permitted(self):
        name = self.function()
        self.done("lambda", "AddPermission", **self.permission(name))
        return name

    def provisioned(self):
        name = self.function()
        self.done(
            "lambda",
            "PutProvisionedConcurrencyConfig",
            FunctionName=name,
            Qualifier="live",
            ProvisionedConcurrentExecutions=1,
        )
        return {"FunctionName": name, "Qualifier": "live"}

    def api(self, deployments=0, integration=True):
        """An API with GET /orders; returns its id, the resource's id and the deployments' ids."""
        made = self.done("apigateway", "CreateRestApi", name=self.name())
        api, root = made["id"], made["rootResourceId"]
        resource = self.done(
            "apigateway", "CreateResource", restApiId=api, parentId=root, pathPart="orders"
        )["id"]
        method = {"restApiId": api, "resourceId": resource, "httpMethod": "GET"}
        self.done("apigateway", "PutMethod", authorizationType="NONE", **method)
        if integration:
            self.done("apigateway", "PutIntegration", **MOCK, **method)
        made = [
            self.done("apigateway", "CreateDeployment", restApiId=api)["id"]
            for _ in range(deployments)
        ]
        return api, resource, made

    def new_authorizer(self, api):
        """The input of CreateAuthorizer."""
        return {
            "restApiId": api,
            "name": self.name(),
            "type": "TOKEN",
            "authorizerUri": arns.integration_uri("any"),
            "identitySource": "method.request.header.Authorization",
        }

    def authorizer(self, api=None):
        new = self.new_authorizer(api or self.api()[0])
        made = self.done("apigateway", "CreateAuthorizer", **new)["id"]
        return {"restApiId": new["restApiId"], "authorizerId": made}

    def method(self, integration=True):
        api, resource, _ = self.api(integration=integration)
        return {"restApiId": api, "resourceId": resource, "httpMethod": "GET"}

    def resource(self):
        api, resource, _ = self.api()
        return {"restApiId": api, "resourceId": resource}

    def deployment(self):
        api, _, (first, _) = self.api(2)
        return {"restApiId": api, "deploymentId": first}

    def stage(self):
        api, _, (first, second) = self.api(2)
        for name, deployment in (("prod", first), ("test", second)):
            self.done(
                "apigateway",
                "CreateStage",
                restApiId=api,
                stageName=name,
                deploymentId=deployment,
            )
        return {"restApiId": api, "stageName": "prod"}

    def new_alarm(self):
        """The input of PutMetricAlarm."""
        return {
            "AlarmName": self.name(),
            "Namespace": "Orders",
            "MetricName": "Errors",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 2,
            "Threshold": 1.0,
            "ComparisonOperator": "GreaterThanThreshold",
        }

    def alarm(self, **more):
        made = self.new_alarm()
        self.done("cloudwatch", "PutMetricAlarm", **{**made, **more})
        return made["AlarmName"]

    def metric(self):
        """A metric with two data points: its namespace, and the time of the older one."""
        namespace = self.name()
        now = self.now()
        for seconds, amount in ((180, 1.0), (60, 5.0)):
            self.done(
                "cloudwatch",
                "PutMetricData",
                Namespace=namespace,
                MetricData=[
                    {
                        "MetricName": name,
                        "Dimensions": [{"Name": "Stage", "Value": "prod"}],
                        "Timestamp": now - seconds,
                        "Value": amount,
                    }
                    for name in ("Errors", "Requests")
                ],
            )
        return namespace

    def now(self):
        return int(self.done("events", "DescribeEventBus")["CreationTime"].timestamp()) + 3600

    def bus(self):
        name = self.name()
        self.done("events", "CreateEventBus", Name=name)
        return name

    def rule(self):
        name = self.name()
        pattern = json.dumps({"source": ["shop"]})
        self.done("events", "PutRule", Name=name, EventPattern=pattern, Description="d")
        targets = [{"Id": each, "Arn": QUEUE} for each in ("one", "two")]
        self.done("events", "PutTargets", Rule=name, Targets=targets)
        return name

    def execution(self):
        """A release that is refused, so that it ends at once."""
        made = self.done(
            "stepfunctions",
            "StartExecution",
            stateMachineArn=arns.WORKFLOW_ARN,
            name=self.name(),
            input="{}",
        )["executionArn"]
        wait_until(
            lambda: self.done("stepfunctions", "DescribeExecution", executionArn=made)["status"],
            lambda status: status != "RUNNING",
            f"{made} ends",
        )
        return made
