"""ARNs of the embedded AWS."""

REGION = "us-east-1"
ACCOUNT = "000000000000"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/orders"
WORKFLOW_ARN = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:coalmine"
NEWS_TOPIC_ARN = f"arn:aws:sns:{REGION}:{ACCOUNT}:coalmine-News"


def function_arn(name):
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"


def queue_arn(name):
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def execution_arn(name):
    return f"{WORKFLOW_ARN.replace(':stateMachine:', ':execution:')}:{name}"


def api_method_arn(api, method):
    """Who calls a function when a method such as GET/orders of an API is called."""
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/{method}"


def integration_uri(function):
    """The integration with the alias that stage variable lambdaAlias names."""
    functions = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
    return functions + function_arn(function) + ":${stageVariables.lambdaAlias}/invocations"
