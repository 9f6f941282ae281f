"""What companies ask of a stack: boundary, path, key and network everywhere, and alarms that notify."""

from support.stories import story
from translation.stack import Stack, own_template
from translation.upgrades import CHANGES, FIRST

QUEUES = "AWS::SQS::Queue"
ROLES = "AWS::IAM::Role"
FUNCTIONS = "AWS::Lambda::Function"
TOPIC = CHANGES["AlarmTopic"]


def stack(**parameters):
    return Stack(own_template(), {**FIRST, **parameters})


def values(found, kind, prop):
    """The values that resources of a type have for a property; None for a resource without it."""
    return [resource["Properties"].get(prop) for resource in found.of_type(kind).values()]


def claim_everywhere(claims, claim, expected, found):
    claims.equal(claim, [expected] * len(found), found)


@story
def each_role_has_the_boundary_and_the_path(_, claims):
    found = stack(PermissionsBoundary=CHANGES["PermissionsBoundary"], RolePath="/teams/shop/")
    boundaries = values(found, ROLES, "PermissionsBoundary")
    claim_everywhere(
        claims, "each role has the boundary", CHANGES["PermissionsBoundary"], boundaries
    )
    for kind in (ROLES, "AWS::IAM::ManagedPolicy"):
        claim_everywhere(claims, f"{kind} has the path", "/teams/shop/", values(found, kind, "Path"))
    claim_everywhere(
        claims,
        "without the parameter no role has a boundary",
        None,
        values(stack(), ROLES, "PermissionsBoundary"),
    )


@story
def a_stack_from_before_the_parameters_keeps_its_roles(_, claims):
    """CloudFormation replaces a role that gets a path, even the default one."""
    roles = stack().of_type("AWS::IAM::Role").values()
    given = [role for role in roles if "Path" in role["Properties"]]
    claims.equal("by default no role has a path of its own", [], given)


@story
def each_function_is_in_the_vpc(_, claims):
    found = stack(Subnets=CHANGES["Subnets"], SecurityGroups=CHANGES["SecurityGroups"])
    network = {
        "SubnetIds": CHANGES["Subnets"].split(","),
        "SecurityGroupIds": CHANGES["SecurityGroups"].split(","),
    }
    claim_everywhere(
        claims, "each function is in the VPC", network, values(found, FUNCTIONS, "VpcConfig")
    )
    policy = found.arn("NetworkPolicy")
    roles = {function["Properties"]["Role"] for function in found.of_type(FUNCTIONS).values()}
    claims.equal(
        "the roles of the functions may connect to it, and no others",
        sorted(roles),
        sorted(
            found.arn(name)
            for name in found.of_type(ROLES)
            if policy in found.properties(name).get("ManagedPolicyArns", [])
        ),
    )
    claim_everywhere(
        claims,
        "without the parameter no function is in a VPC",
        None,
        values(stack(), FUNCTIONS, "VpcConfig"),
    )


@story
def the_key_encrypts_logs_queues_environments_and_mails(_, claims):
    key = CHANGES["KmsKey"]
    found = stack(KmsKey=key, NewsEmail="ann@example.com")
    for kind, prop in {
        FUNCTIONS: "KmsKeyArn",
        QUEUES: "KmsMasterKeyId",
        "AWS::SNS::Topic": "KmsMasterKeyId",
        "AWS::Logs::LogGroup": "KmsKeyId",
    }.items():
        claim_everywhere(claims, f"{kind} has the key", key, values(found, kind, prop))
    claim_everywhere(
        claims,
        "queues have one kind of encryption only",
        None,
        values(found, QUEUES, "SqsManagedSseEnabled"),
    )
    claim_everywhere(
        claims,
        "without the key, queues have SQS' own",
        True,
        values(stack(), QUEUES, "SqsManagedSseEnabled"),
    )


@story
def each_failure_of_coalmine_itself_has_an_alarm(_, claims):
    found = stack()
    watched = {
        (alarm["Properties"]["MetricName"], alarm["Properties"]["Dimensions"][0]["Value"])
        for alarm in found.of_type("AWS::CloudWatch::Alarm").values()
    }
    for queue, resource in found.of_type(QUEUES).items():
        if resource["Properties"].get("FifoQueue"):  # of alarms on their way, not of what failed
            continue
        metric = ("ApproximateNumberOfMessagesVisible", found.physical_name(queue))
        claims.check(f"messages in {queue} have an alarm", metric in watched, metric, watched)
    for function in ("SweepFunction", "WakeFunction", "PruneFunction"):
        metric = ("Errors", found.physical_name(function))
        claims.check(f"errors of {function} have an alarm", metric in watched, metric, watched)
    metric = ("ExecutionsFailed", found.arn("StackWorkflow"))
    claims.check("requests of stacks without an answer have one", metric in watched, metric, watched)


@story
def alarms_notify_the_topic_or_else_the_address(_, claims):
    cases = [
        ("the topic", {"AlarmTopic": TOPIC}, lambda _: [TOPIC]),
        ("the topic, not the address", {"AlarmTopic": TOPIC, "NewsEmail": "a@b.example"}, lambda _: [TOPIC]),
        ("the address", {"NewsEmail": "a@b.example"}, lambda found: [found.arn("News")]),
        ("nobody", {}, lambda _: None),
    ]
    for whom, parameters, expected in cases:
        found = stack(**parameters)
        actions = values(found, "AWS::CloudWatch::Alarm", "AlarmActions")
        claim_everywhere(claims, f"alarms notify {whom}", expected(found), actions)
