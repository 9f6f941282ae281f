"""What the embedded AWS does not know, and names that do not exist."""

from support.arns import execution_arn
from support.aws_errors import error_code
from support.stories import story


@story
def the_unknown_is_refused(client, claims):
    calls = [
        ("lambda.list_event_source_mappings", client.functions.list_event_source_mappings, {}),
        ("lambda.list_layers", client.functions.list_layers, {}),
        ("stepfunctions.create_activity", client.executions.create_activity, {"name": "a"}),
        ("cloudwatch.list_dashboards", client.alarms.list_dashboards, {}),
        ("apigateway.get_api_keys", client.apis.get_api_keys, {}),
        ("events.list_archives", client.events.list_archives, {}),
        ("codepipeline.list_pipelines", client.pipelines.list_pipelines, {}),
    ]
    for name, call, arguments in calls:
        status, error = error_code(call, **arguments)
        claims.check(
            f"{name} is refused in its service's shape",
            400 <= status < 500 and not error.isdigit() and error != "",
            "4xx and a code",
            f"{status} {error!r}",
        )
    errors = [
        (
            "a function",
            client.functions.get_function,
            {"FunctionName": "nobody"},
            "ResourceNotFoundException",
            404,
        ),
        (
            "an execution",
            client.executions.describe_execution,
            {"executionArn": execution_arn("nobody")},
            "ExecutionDoesNotExist",
            400,
        ),
        (
            "an alarm",
            client.alarms.set_alarm_state,
            {"AlarmName": "nobody", "StateValue": "OK", "StateReason": "test"},
            "ResourceNotFound",
            404,
        ),
    ]
    for what, call, arguments, error, status in errors:
        claims.equal(
            f"{what} that does not exist is {error}", (status, error), error_code(call, **arguments)
        )
    client.make_function("locked")
    stale = {"FunctionName": "locked", "Name": "live", "FunctionVersion": "2", "RevisionId": "old"}
    claims.equal(
        "a stale RevisionId is 412",
        (412, "PreconditionFailedException"),
        error_code(client.functions.update_alias, **stale),
    )
