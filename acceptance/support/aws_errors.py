"""The errors with which AWS answers."""

import botocore.exceptions


def error_details(call, *arguments, **named):
    """Status, code and message of the error; (200, '', '') if the call succeeds."""
    try:
        call(*arguments, **named)
        return 200, "", ""
    except botocore.exceptions.ClientError as error:
        return (
            error.response["ResponseMetadata"]["HTTPStatusCode"],
            error.response["Error"]["Code"],
            error.response["Error"]["Message"],
        )


def error_code(call, *arguments, **named):
    """Status and code of the error; (200, '') if the call succeeds."""
    return error_details(call, *arguments, **named)[:2]


def bad_request(message):
    """API Gateway's answer to a bad request."""
    return 400, "BadRequestException", message
