"""HTTP requests: which version of an API answers them, and which are refused, of any kind."""

import contextlib
import datetime
import json

from support import arns
from support.aws_errors import error_code
from support.raw_http import ask, half_a_request, is_closed_by_server
from support.rest_api import LOAD_REQUESTS, RestApi, claim_tenth
from support.stories import story


@story
def the_front_door_shares_out(client, claims):
    client.make_function("shop", versions=3)
    client.functions.create_alias(FunctionName="shop", Name="next", FunctionVersion="2")
    api = RestApi(client, "shop", "live", "next")
    status, headers, body = api.get()
    claims.equal(
        "the front door: the alias' version answers",
        (200, "1", {"function": "shop", "version": "1"}),
        (status, headers["X-Amz-Executed-Version"], json.loads(body)),
    )
    api.patch(
        ("replace", "/canarySettings/deploymentId", api.deployment),
        ("replace", "/canarySettings/percentTraffic", "10"),
        ("replace", "/canarySettings/stageVariableOverrides/lambdaAlias", "next"),
    )
    found = api.load(LOAD_REQUESTS)
    claim_tenth(
        claims, f"a stage canary at 10 % gets 10 % of {LOAD_REQUESTS} requests", found, "2"
    )
    claims.equal(
        "its requests are those that another alias serves",
        {(200, "1", False), (200, "2", True)},
        set(found),
    )
    api.patch(("remove", "/canarySettings"))
    client.functions.update_alias(
        FunctionName="shop", Name="live", RoutingConfig={"AdditionalVersionWeights": {"3": 0.1}}
    )
    found = api.load(LOAD_REQUESTS)
    claim_tenth(
        claims, f"an alias at 10 % gives its canary 10 % of {LOAD_REQUESTS} requests", found, "3"
    )
    claims.equal("and the rest to its version", {(200, "1", False), (200, "3", False)}, set(found))


@story
def the_front_door_refuses(client, claims):
    client.make_function("closed")
    client.functions.create_alias(FunctionName="closed", Name="shut", FunctionVersion="1")
    api = RestApi(client, "closed", "live")
    prod = api.path.rsplit("/", 1)[0]

    def refuses(what, path, status, error, message):
        found, headers, body = api.get(path)
        claims.equal(
            f"the front door: {what} is {status}",
            (status, error, {"message": message}),
            (found, headers["x-amzn-ErrorType"], json.loads(body)),
        )

    refuses("another stage", prod + "x/orders", 403, "ForbiddenException", "Forbidden")
    refuses(
        "another path",
        prod + "/bills",
        403,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )
    server_error = (api.path, 500, "InternalServerErrorException", "Internal server error")
    api.patch(("replace", "/variables/lambdaAlias", "nobody"))
    refuses("an alias that is not there", *server_error)
    api.patch(("replace", "/variables/lambdaAlias", "shut"))
    refuses("an alias without a permission", *server_error)
    api.permit("closed", "shut")
    claims.equal("the front door: a permission opens it", 200, api.get()[0])


EVIL = "http://evil.example"
FORM = "application/x-www-form-urlencoded"
SET_ALARM = "Action=SetAlarmState&Version=2010-08-01&AlarmName=a&StateValue=ALARM&StateReason=x"


def requests_of_other_sites(machine):
    """What a page of another site can send, as (what, method, path, body, headers)."""
    start = json.dumps({"stateMachineArn": machine, "name": "evil", "input": "{}"})
    invoke = "/2015-03-31/functions/front-door/invocations"
    target = {"X_Amz_Target": "AWSStepFunctions.StartExecution"}
    return [
        ("a name that leads here", "POST", "/", start, {"Host": "evil.example", **target}),
        ("a name that leads here", "GET", "/_coalmine/topics", None, {"Host": "evil.example"}),
        ("a script", "POST", "/", start, {"Origin": EVIL, "Content_Type": "text/plain", **target}),
        ("a script of another port", "POST", invoke, "{}", {"Sec_Fetch_Site": "same-site"}),
        ("a text/plain invocation", "POST", invoke, "{}", {"Origin": EVIL}),
        ("a form", "POST", "/", SET_ALARM, {"Origin": EVIL, "Content_Type": FORM}),
        ("an image", "GET", "/?" + SET_ALARM, None, {"Sec_Fetch_Site": "cross-site"}),
        ("an image, older browser", "GET", "/?" + SET_ALARM, None, {"Referer": EVIL + "/"}),
        ("a call of an API", "GET", "/_aws/execute-api/a/prod/b", None, {"Origin": EVIL}),
        ("a preflight", "OPTIONS", "/", None, {"Origin": EVIL}),
    ]


@story
def pages_of_other_sites_steer_nothing(client, claims):
    client.make_function("front-door")
    before = client.alias("front-door")
    machine = arns.WORKFLOW_ARN
    for what, method, path, body, headers in requests_of_other_sites(machine):
        status, text = ask(client.endpoint, method, path, body, **headers)
        claims.equal(f"the front door: {what} of another site is refused", 403, status)
        claims.contains(f"the front door: {what} is told why", ["refused, because "], text)
    started = client.executions.list_executions(stateMachineArn=machine)["executions"]
    names = [each["name"] for each in started]
    claims.equal("the front door: no page started anything", False, "evil" in names)
    claims.equal("the front door: no page moved an alias", before, client.alias("front-door"))
    status, _ = ask(client.endpoint, "GET", "/_coalmine/clock", Sec_Fetch_Site="same-origin")
    claims.equal("the front door: the own page is served", 200, status)


def fill_from_1970(client):
    """FILL over more than a century."""
    metric = {"Namespace": "AWS/Lambda", "MetricName": "Errors"}
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    client.alarms.get_metric_data(
        MetricDataQueries=[
            {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}},
            {"Id": "a", "Expression": "FILL(m1,0)"},
        ],
        StartTime=start,
        EndTime=start + datetime.timedelta(days=46_000),
    )


def match_many_stars(client):
    """A pattern that a backtracking matcher never ends with."""
    event = {name: "x" for name in ("id", "account", "source", "time", "region", "detail-type")}
    pattern = {"source": [{"wildcard": "*a" * 12 + "*b"}]}
    client.events.test_event_pattern(
        EventPattern=json.dumps(pattern), Event=json.dumps({**event, "resources": []})
    )


def nest_parentheses(client):
    """A rule that a recursive parser overflows at."""
    rule = "(" * 1500 + "ALARM(a)" + ")" * 1500
    client.alarms.put_composite_alarm(AlarmName="deep", AlarmRule=rule)


def invoke_with_too_much(client):
    client.functions.invoke(FunctionName="stalled", Payload=b" " * 7_000_000)


@story
def one_request_stalls_nobody(client, claims):
    client.make_function("stalled")
    for status, code, call in [
        (400, "Throttling", fill_from_1970),
        (400, "InvalidEventPatternException", match_many_stars),
        (400, "ValidationError", nest_parentheses),
        (413, "RequestEntityTooLargeException", invoke_with_too_much),
    ]:
        claims.equal(
            f"the front door: a request that could stall it is refused: {code}",
            (status, code),
            error_code(call, client),
        )
    status, _ = ask(client.endpoint, "GET", "/x?" + "a&" * 16_000)
    claims.equal("the front door: 16000 query parameters are refused", 414, status)


@story
def half_a_request_delays_nobody(client, claims):
    with contextlib.ExitStack() as stack:
        halves = [stack.enter_context(half_a_request(client.endpoint)) for _ in range(200)]
        status, _ = ask(client.endpoint, "GET", "/_coalmine/clock")
        claims.equal("the front door: others are served beside 200 half requests", 200, status)
        closed = all(is_closed_by_server(each) for each in halves)
        claims.equal("the front door: half requests are closed after some seconds", True, closed)
