"""Jobs of a pipeline, and the results of functions; the pipeline of integrations/codepipeline."""

import re
import uuid

from support.arns import ACCOUNT, WORKFLOW_ARN
from support.aws_client import deployment_package
from support.aws_errors import error_code
from support.stories import story
from translation.doors import actions, door, provider


@story
def a_pipelines_job_is_answered(client, claims):
    client.make_function("piped")
    configuration = {"FunctionName": "piped", "UserParameters": "{}"}
    job = "0c0ffee0-abcd-1111-abcd-111111abcdef"
    posted = client.local(
        "jobs",
        {
            "CodePipeline.job": {
                "id": job,
                "accountId": ACCOUNT,
                "data": {"actionConfiguration": {"configuration": configuration}},
            }
        },
    )
    claims.equal("a posted job keeps its id", {"jobId": job}, posted)
    client.pipelines.put_job_success_result(jobId=job, continuationToken="on it")
    jobs = client.wait_until(
        lambda: {
            name: it for name, it in client.local("jobs").items() if it["function"] == "piped"
        },
        lambda found: len(found) > 1,
        "the function is invoked again",
    )
    (second,) = (name for name in jobs if name != job)
    claims.equal(
        "boto3: a job is answered once",
        (400, "InvalidJobStateException"),
        error_code(client.pipelines.put_job_success_result, jobId=job),
    )
    client.pipelines.put_job_failure_result(
        jobId=second, failureDetails={"type": "JobFailed", "message": "rolled back"}
    )
    ended = client.local("jobs")[second]
    claims.equal(
        "boto3: a failure ends the action",
        ("FAILED", "rolled back"),
        (ended["state"], ended["message"]),
    )
    claims.equal(
        "boto3: an unknown job is not found",
        (400, "JobNotFoundException"),
        error_code(
            client.pipelines.put_job_success_result, jobId="1c0ffee0-abcd-1111-abcd-111111abcdef"
        ),
    )


class Pipeline:
    """Runs the template's last two actions as CodePipeline does."""

    def __init__(self, client, function, **parameters):
        self.client = client
        found = door("pipeline", Function=function, Workflow=WORKFLOW_ARN, **parameters)
        self.publishing, self.releasing = actions(found)[-2:]

    def publish(self, package):
        """The native action without an alias: new code, and a version of it; returns its variables."""
        name = self.publishing["Configuration"]["FunctionName"]
        self.client.functions.update_function_code(FunctionName=name, ZipFile=package)
        made = self.client.functions.publish_version(FunctionName=name)
        return {"FunctionVersion": made["Version"]}

    def release(self, published):
        """The action of Step Functions; returns the execution's ARN."""
        variables = {self.publishing["Namespace"]: published}
        configuration = self.releasing["Configuration"]
        text = re.sub(
            r"#\{([^.}]+)\.([^}]+)}",
            lambda found: variables[found.group(1)][found.group(2)],
            configuration["Input"],
        )
        started = self.client.executions.start_execution(
            stateMachineArn=configuration["StateMachineArn"],
            name=f"{configuration['ExecutionNamePrefix']}-{uuid.uuid4()}",
            input=text,
        )
        return started["executionArn"]


@story
def the_pipelines_template_releases_what_it_published(client, claims):
    client.make_function("by-pipeline", versions=1)
    client.make_alarm("by-pipeline-errors")
    pipeline = Pipeline(client, "by-pipeline", Alarm="by-pipeline-errors")
    claims.equal(
        "the actions are the native ones",
        ["Lambda", "StepFunctions"],
        [provider(action) for action in (pipeline.publishing, pipeline.releasing)],
    )
    package = deployment_package(2)
    published = pipeline.publish(package)
    claims.equal("pipeline: a version is published", {"FunctionVersion": "2"}, published)
    claims.equal("pipeline: and nothing moved", "1", client.alias("by-pipeline")["FunctionVersion"])
    execution = pipeline.release(published)
    client.wait_for_split("by-pipeline", 0.01)
    again = client.executions.describe_execution(executionArn=execution)
    claims.equal("pipeline: the action waits for the release", "RUNNING", again["status"])
    client.executions.stop_execution(executionArn=execution)
    client.wait_for_version("by-pipeline", "1")
    client.functions.update_alias(FunctionName="by-pipeline", Name="live", FunctionVersion="2")
    claims.equal("pipeline: unchanged code is the same version", published, pipeline.publish(package))
    ended = client.wait_for_end(pipeline.release(published))
    claims.equal("pipeline: what serves already succeeds at once", "SUCCEEDED", ended["status"])


@story
def the_pipelines_release_fails_its_action_when_the_alarm_fires(client, claims):
    client.make_function("by-pipeline-2", versions=1)
    client.make_alarm("by-pipeline-2-errors")
    pipeline = Pipeline(client, "by-pipeline-2", Alarm="by-pipeline-2-errors")
    execution = pipeline.release(pipeline.publish(deployment_package(2)))
    client.wait_until(
        lambda: client.alias("by-pipeline-2"),
        lambda alias: alias.get("RoutingConfig", {}).get("AdditionalVersionWeights"),
        "the canary gets requests",
    )
    client.set_alarm("by-pipeline-2-errors", "ALARM")
    ended = client.wait_for_end(execution)
    claims.equal("pipeline: the action fails", ("FAILED", "RolledBack"), (ended["status"], ended["error"]))
    claims.mentions("pipeline: the cause names the alarm", ["by-pipeline-2-errors"], ended["cause"])
    alias = client.wait_for_version("by-pipeline-2", "1")
    claims.equal("pipeline: the alias is back", "1", alias["FunctionVersion"])
