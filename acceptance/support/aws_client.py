"""boto3 and the AWS CLI, both pointed at `./coalmine up`."""

import datetime
import io
import json
import os
import subprocess
import urllib.request
import zipfile

import boto3
import botocore.config

from support import arns
from support.answer_check import AnswerCheck
from support.waiting import TIMEOUT_SECONDS, wait_until

STAGE_VARIABLES = {"lambdaAlias": "live", "table": "orders"}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "any",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_DEFAULT_REGION": arns.REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
}


class Client:
    """Calls of AWS, and the few endpoints that `up` has beside them."""

    def __init__(self, endpoint, timeout=TIMEOUT_SECONDS, command_line=None):
        self.endpoint = endpoint
        self.timeout = timeout
        self.command_line = command_line
        self.answers = AnswerCheck()
        self.used_cli = False
        session = boto3.Session(
            aws_access_key_id="any", aws_secret_access_key="any", region_name=arns.REGION
        )
        self.answers.watch(session.events)
        config = botocore.config.Config(retries={"total_max_attempts": 1}, max_pool_connections=20)

        def service(name):
            return session.client(name, endpoint_url=endpoint, config=config)

        self.functions = service("lambda")
        self.executions = service("stepfunctions")
        self.alarms = service("cloudwatch")
        self.apis = service("apigateway")
        self.events = service("events")
        self.pipelines = service("codepipeline")

    def cli(self, *words):
        """The output of the AWS CLI, read as JSON; the command must succeed."""
        self.used_cli = True
        looking = self.command_line.environment() if self.command_line else {}
        done = subprocess.run(
            ["aws", "--endpoint-url", self.endpoint, "--output", "json", *words],
            env={**os.environ, **ENVIRONMENT, **looking},
            capture_output=True,
            text=True,
            timeout=self.timeout,
        )
        if done.returncode != 0:
            raise AssertionError(f"aws {' '.join(words[:2])} fails: {done.stderr.strip()}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def local(self, path, posted=None):
        """The answer of an endpoint that only `up` has; posts a body if there is one."""
        body = None if posted is None else json.dumps(posted).encode()
        request = urllib.request.Request(f"{self.endpoint}/_coalmine/{path}", body)
        with urllib.request.urlopen(request, timeout=self.timeout) as answer:
            return json.load(answer)

    def now(self):
        """The time of the embedded AWS."""
        return parse_instant(self.local("clock")["now"])

    def messages(self, queue):
        """The bodies of a queue's messages."""
        return [message["Body"] for message in self.local("queues").get(arns.queue_arn(queue), [])]

    def wait_until(self, ask, is_enough, what):
        return wait_until(ask, is_enough, what, self.timeout)

    # Making what a story needs

    def make_function(self, name, versions=2, description="for everyone"):
        """Makes a function with versions 1 … and alias live at 1; returns the alias."""
        self.functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=arns.ROLE_ARN,
            Handler="index.handler",
            Code={"ZipFile": deployment_package(1)},
            Publish=True,
        )
        for version in range(2, versions + 1):
            self.functions.update_function_code(
                FunctionName=name, ZipFile=deployment_package(version), Publish=True
            )
        self.functions.create_alias(
            FunctionName=name, Name="live", FunctionVersion="1", Description=description
        )
        return self.alias(name)

    def make_rule(self, name, pattern, *targets, **more):
        """Makes an enabled rule with targets."""
        self.events.put_rule(Name=name, EventPattern=json.dumps(pattern), **more)
        self.events.put_targets(Rule=name, Targets=list(targets), **more)

    def make_alarm(self, name, state="OK", threshold=1):
        """Makes a metric alarm without data, which keeps the state it is given."""
        self.alarms.put_metric_alarm(
            AlarmName=name,
            Namespace="Orders",
            MetricName=name,
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=threshold,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="ignore",
        )
        self.set_alarm(name, state)

    def set_alarm(self, name, state):
        self.alarms.set_alarm_state(AlarmName=name, StateValue=state, StateReason="set by a test")

    def make_api(self, name, function="orders"):
        """Makes an API with GET /orders, two deployments, and stage prod at the first.

        Returns the ids of the API and of the deployments.
        """
        made = self.apis.create_rest_api(name=name)
        api = made["id"]
        resource = self.apis.create_resource(
            restApiId=api, parentId=made["rootResourceId"], pathPart="orders"
        )
        method = {"restApiId": api, "resourceId": resource["id"], "httpMethod": "GET"}
        self.apis.put_method(authorizationType="NONE", **method)
        self.apis.put_integration(
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=arns.integration_uri(function),
            **method,
        )
        first, second = (self.apis.create_deployment(restApiId=api)["id"] for _ in range(2))
        self.apis.create_stage(
            restApiId=api, stageName="prod", deploymentId=first, variables=STAGE_VARIABLES
        )
        return api, first, second

    # Reading and changing it

    def alias(self, name):
        """Alias live of a function."""
        found = self.functions.get_alias(FunctionName=name, Name="live")
        return without(found, "ResponseMetadata")

    def stage(self, api):
        """Stage prod of an API, without dates."""
        found = self.apis.get_stage(restApiId=api, stageName="prod")
        return without(found, "ResponseMetadata", "createdDate", "lastUpdatedDate")

    def patch_stage(self, api, *operations):
        """Updates stage prod: tuples of op, path and value; a copy has an origin for a value."""
        return self.apis.update_stage(
            restApiId=api,
            stageName="prod",
            patchOperations=[patch_operation(*operation) for operation in operations],
        )

    # Releases

    def start(self, request, **more):
        """Starts a release; returns the execution's ARN."""
        text = request if isinstance(request, str) else json.dumps(request)
        return self.executions.start_execution(
            stateMachineArn=arns.WORKFLOW_ARN, input=text, **more
        )["executionArn"]

    def wait_for_end(self, execution):
        """The execution, once it has ended."""
        return self.wait_until(
            lambda: self.executions.describe_execution(executionArn=execution),
            lambda found: found["status"] != "RUNNING",
            f"execution {execution} ends",
        )

    def wait_for_state(self, execution, state):
        """Waits until the execution is in a state."""

        def latest():
            events = self.executions.get_execution_history(
                executionArn=execution, reverseOrder=True
            )["events"]
            entered = (it.get("stateEnteredEventDetails", {}).get("name") for it in events)
            return next(filter(None, entered), None)

        self.wait_until(latest, lambda found: found == state, f"{execution} is in {state}")

    def wait_for_split(self, function, weight):
        """The alias, once its canary has the weight."""
        return self.wait_until(
            lambda: self.alias(function),
            lambda found: weight in canary_weights(found).values(),
            f"alias {function}:live is split at {weight}",
        )

    def wait_for_version(self, function, version):
        """The alias, once the version serves all its requests."""
        return self.wait_until(
            lambda: self.alias(function),
            lambda found: found["FunctionVersion"] == version and not canary_weights(found),
            f"alias {function}:live is at version {version}",
        )


def deployment_package(version):
    """A zip file that is different for each version."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        package.writestr("index.py", f"def handler(event, context):\n    return {version}\n")
    return memory.getvalue()


def patch_operation(op, path, value=None):
    third = {} if value is None else {"from" if op == "copy" else "value": value}
    return {"op": op, "path": path, **third}


def parse_instant(text):
    """An instant as the embedded AWS writes it; fromisoformat takes six digits of a second."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}+00:00")


def canary_weights(alias):
    return alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})


def without(found, *keys):
    return {key: value for key, value in found.items() if key not in keys}


def without_revision(alias):
    """An alias as its callers see it."""
    return without(alias, "RevisionId")
