"""Made-up answers, each wrong in one way: the check of raw answers has to see them."""

import json

from support.raw_answers import faults_of

TYPED = {"Content-Type": "application/json"}
REST = {**TYPED, "x-amzn-RequestId": "1"}
RPC = {"x-amzn-RequestId": "1", "Content-Type": "application/x-amz-json-1.0"}
MISSING = {**REST, "x-amzn-ErrorType": "ResourceNotFoundException"}
QUERY = {**RPC, "x-amzn-query-error": "ResourceNotFound;Sender"}
EXECUTION = {"executionArn": "arn", "startDate": 1.5}
ALIAS = {"Name": "live", "FunctionVersion": "1"}

# What is right, so that each of the wrong ones is wrong in one way alone.
RIGHT = (
    ("lambda", "GetAlias", 200, REST, ALIAS),
    ("lambda", "GetAlias", 404, MISSING, {"Type": "User", "Message": "no alias"}),
    ("stepfunctions", "StartExecution", 200, RPC, EXECUTION),
    ("stepfunctions", "StartExecution", 400, RPC, {"__type": "InvalidName", "message": "m"}),
    ("apigateway", "GetStage", 200, REST, {"createdDate": 1_700_000_000}),
    ("cloudwatch", "SetAlarmState", 404, QUERY, {"__type": "x#ResourceNotFound", "message": "m"}),
)

# Service, operation, status, headers, body, and what must be said of it.
WRONG = (
    ("lambda", "GetAlias", 200, TYPED, ALIAS, "no header x-amzn-requestid"),
    ("lambda", "GetAlias", 200, RPC, ALIAS, "Content-Type is"),
    ("lambda", "GetAlias", 201, REST, ALIAS, "the status is 201, not 200"),
    ("lambda", "GetAlias", 200, REST, {**ALIAS, "Nickname": "l"}, "output.Nickname is not in"),
    ("lambda", "GetAlias", 200, REST, {**ALIAS, "FunctionVersion": 1}, "FunctionVersion is no"),
    ("lambda", "GetAlias", 200, REST, "{", "the body can't be read"),
    ("lambda", "GetAlias", 200, REST, '{"Name": "a", "Name": "b"}', "comes twice"),
    ("lambda", "GetAlias", 200, REST, '{"Name": NaN}', "NaN is no JSON number"),
    (
        "lambda",
        "GetAlias",
        200,
        REST,
        {"RoutingConfig": {"AdditionalVersionWeights": {"2": "0.1"}}},
        "RoutingConfig.AdditionalVersionWeights.2 is no double",
    ),
    ("lambda", "GetFunctionConfiguration", 200, REST, {"State": "Gone"}, "State is none of"),
    ("lambda", "GetFunctionConfiguration", 200, REST, {"Timeout": 3.0}, "Timeout is no integer"),
    ("lambda", "DeleteAlias", 204, REST, {"Name": "live"}, "the model has no output"),
    ("lambda", "GetAlias", 404, REST, {"Message": "no alias"}, "the error has no code"),
    ("lambda", "GetAlias", 400, MISSING, {"Message": "no alias"}, "is 400, not 404"),
    ("lambda", "GetAlias", 404, MISSING, {"message": "no alias"}, ".message is not in the model"),
    ("lambda", "GetAlias", 404, MISSING, {"Message": "", "Why": ""}, ".Why is not in the model"),
    ("lambda", "GetAlias", 404, MISSING, {"Type": "User"}, "has no message"),
    (
        "lambda",
        "GetAlias",
        404,
        {**REST, "x-amzn-ErrorType": "NoSuchAlias"},
        {"Message": "no alias"},
        "the operation declares no NoSuchAlias",
    ),
    ("stepfunctions", "StartExecution", 200, RPC, {"startDate": 1}, "output lacks executionArn"),
    (
        "stepfunctions",
        "StartExecution",
        200,
        RPC,
        {**EXECUTION, "startDate": "2026-01-01T00:00:00Z"},
        "startDate is no date as unixTimestamp",
    ),
    (
        "apigateway",
        "GetStage",
        200,
        REST,
        {"createdDate": 1_700_000_000_000},
        "createdDate is no date as unixTimestamp",
    ),
    (
        "cloudwatch",
        "SetAlarmState",
        404,
        RPC,
        {"__type": "ResourceNotFound", "message": "m"},
        "x-amzn-query-error of ResourceNotFound is None",
    ),
)

NAMESPACE = 'xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"'
CBOR = {"x-amzn-RequestId": "1", "smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}
XML = {"x-amzn-RequestId": "1", "Content-Type": "text/xml"}


def alarms(found, name="DescribeAlarms"):
    """An answer of DescribeAlarms by AWS Query."""
    result = f"<{name}Result><MetricAlarms>{found}</MetricAlarms></{name}Result>"
    end = "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
    return f"<{name}Response {NAMESPACE}>{result}{end}</{name}Response>".encode()


# Of CloudWatch's DescribeAlarms in its other protocols: headers, body, and what must be said of it.
WRONG_IN_OTHER_PROTOCOLS = {
    "smithy-rpc-v2-cbor": (
        (CBOR, b"\xa1lMetricAlarms\x81\xa1fPeriod\x18<", None),
        (CBOR, b"\xa1lMetricAlarms\x81\xa1fPeriodb60", "Period is no integer"),
        (CBOR, b"\xa1lMetricAlarms\x81\xa1eLevel\x01", "Level is not in the model"),
        (CBOR, b"\xa1lMetricAlarms\x80\x01", "something follows the CBOR"),
        (
            CBOR,
            b"\xa1lMetricAlarms\x81\xa1uStateUpdatedTimestamp\x1a\x65\x00\x00\x00",
            "StateUpdatedTimestamp is no date as with tag 1",
        ),
        (RPC, b"\xa1lMetricAlarms\x80", "the header smithy-protocol is None"),
    ),
    "query": (
        (XML, alarms("<member><Period>60</Period></member>"), None),
        (XML, alarms("<member><Period>60.0</Period></member>"), "Period is no integer"),
        (XML, alarms("<member><Level>1</Level></member>"), "Level is not in the model"),
        (XML, alarms("<Alarm/>"), "the list MetricAlarms has {'Alarm'}"),
        (XML, alarms("", "DescribeAlarm"), "DescribeAlarmResponse, not"),
        (
            XML,
            alarms("<member><StateUpdatedTimestamp>1.5</StateUpdatedTimestamp></member>"),
            "StateUpdatedTimestamp is no date as iso8601",
        ),
    ),
}


def check_other_protocol(caller, protocol, claims):
    """Claims that wrong answers of CloudWatch in one of its other protocols are seen."""
    for headers, body, wanted in WRONG_IN_OTHER_PROTOCOLS[protocol]:
        found = list(faults_of(caller.operation("DescribeAlarms"), 200, headers, body))
        claims.check(
            f"a {'wrong' if wanted else 'right'} answer by {protocol} is seen: {wanted or 'it passes'}",
            any(wanted in each for each in found) if wanted else not found,
            wanted,
            found,
        )


def check_wrong_answers(callers, claims):
    """Claims that each wrong answer is seen, and that the right ones pass."""
    for service, operation, *answer in RIGHT:
        found = _faults(callers[service], operation, *answer)
        claims.equal(f"a right answer of {operation} passes: {answer[0]}", [], found)
    for service, operation, *answer, wanted in WRONG:
        found = _faults(callers[service], operation, *answer)
        claims.check(
            f"a wrong answer of {operation} is seen: {wanted}",
            len(found) == 1 and wanted in found[0],
            wanted,
            found,
        )


def _faults(caller, operation, status, headers, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return list(faults_of(caller.operation(operation), status, headers, text.encode()))
