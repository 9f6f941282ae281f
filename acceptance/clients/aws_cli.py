"""A release from start to rollback by the AWS CLI."""

import json
import pathlib
import tempfile

from support.arns import ROLE_ARN, WORKFLOW_ARN, execution_arn
from support.aws_client import canary_weights, deployment_package, without_revision
from support.stories import story


@story
def cli_rolls_back(client, claims):
    with tempfile.TemporaryDirectory() as folder:
        for version in (1, 2):
            pathlib.Path(folder, f"{version}.zip").write_bytes(deployment_package(version))
        client.cli(
            *"lambda create-function --function-name cli-orders --runtime python3.13".split(),
            *f"--handler index.handler --role {ROLE_ARN} --publish".split(),
            *f"--zip-file fileb://{folder}/1.zip".split(),
        )
        client.cli(
            *"lambda update-function-code --function-name cli-orders".split(),
            *f"--zip-file fileb://{folder}/2.zip".split(),
        )
    published = client.cli(*"lambda publish-version --function-name cli-orders".split())
    claims.equal("CLI: publish-version makes version 2", "2", published.get("Version"))
    before = client.cli(
        *"lambda create-alias --function-name cli-orders --name live --function-version 1".split(),
        "--description",
        "by hand",
    )
    client.cli(
        *"cloudwatch put-metric-alarm --alarm-name cli-errors --namespace Orders".split(),
        *"--metric-name CliErrors --statistic Sum --period 60 --evaluation-periods 1".split(),
        *"--threshold 1 --comparison-operator GreaterThanThreshold".split(),
        *"--treat-missing-data ignore".split(),
    )
    request = {
        "function": "cli-orders",
        "plan": "CodeDeployDefault.LambdaCanary10Percent30Minutes",
        "gate": {"alarms": ["cli-errors"]},
    }
    execution = client.cli(
        *f"stepfunctions start-execution --state-machine-arn {WORKFLOW_ARN} --name by-cli".split(),
        "--input",
        json.dumps(request),
    )["executionArn"]
    claims.equal("CLI: an execution's ARN has its name", execution_arn("by-cli"), execution)
    get = "lambda get-alias --function-name cli-orders --name live".split()
    split = client.wait_until(lambda: client.cli(*get), canary_weights, "the alias is split")
    claims.equal("CLI: version 2 gets 10 %", {"2": 0.1}, canary_weights(split))
    state = "cloudwatch set-alarm-state --alarm-name cli-errors --state-reason test --state-value"
    client.cli(*state.split(), "ALARM")
    describe = f"stepfunctions describe-execution --execution-arn {execution}".split()
    ended = client.wait_until(
        lambda: client.cli(*describe), lambda it: it["status"] != "RUNNING", "the CLI sees its end"
    )
    claims.equal(
        "CLI: an alarm rolls back", ("FAILED", "RolledBack"), (ended["status"], ended.get("error"))
    )
    claims.mentions(
        "CLI: its Cause names alarm and weight", ["cli-errors", "10"], ended.get("cause")
    )
    claims.equal(
        "CLI: the alias is back as it was",
        without_revision(before),
        without_revision(client.cli(*get)),
    )
    history = client.cli(
        *"cloudwatch describe-alarm-history --alarm-name cli-errors".split(),
        *"--history-item-type StateUpdate".split(),
    )["AlarmHistoryItems"]
    latest = json.loads(history[0]["HistoryData"])["newState"]["stateValue"] if history else None
    claims.equal("CLI: describe-alarm-history shows the change first", "ALARM", latest)
