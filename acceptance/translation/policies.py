"""IAM takes the translated policies, and wide patterns leave Coalmine's own functions alone."""

import fnmatch
import json
import re

from support.stories import story
from translation.stack import ACCOUNT, Stack, own_template

MOST_OF_ROLE = 10_240
MOST_OF_MANAGED_POLICY = 6_144
MOST_MANAGED_POLICIES_OF_ROLE = 10
LONG_REGION = "ap-southeast-2"

FUNCTION = f"arn:aws:lambda:{LONG_REGION}:{ACCOUNT}:function:"
API = f"arn:aws:apigateway:{LONG_REGION}::/restapis/"

EVERYTHING = {
    "Functions": f"{FUNCTION}*",
    # These may not begin with *, but may cover Coalmine's own functions.
    "HookFunctions": ",".join(f"{FUNCTION}{begin}*" for begin in ("a", "c", "o")),
    "ProbedFunctions": ",".join(f"{FUNCTION}{begin}*" for begin in ("a", "c", "o")),
    "RestApis": f"{API}*",
    "KmsKey": f"arn:aws:kms:{LONG_REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "Subnets": "subnet-0a1b2c3d4e5f60718",
    "SecurityGroups": "sg-0a1b2c3d4e5f60718",
}

# A large stack, whose functions and APIs are all named.
MANY = {
    **EVERYTHING,
    "Functions": ",".join(f"{FUNCTION}orders-placed-{number:02}" for number in range(40)),
    "RestApis": ",".join(f"{API}a1b2c3d4{number:02}" for number in range(20)),
    "HookFunctions": f"{FUNCTION}orders-smoke,{FUNCTION}orders-check,{FUNCTION}orders-e2e",
}

# A stack as most have it: one function, one stage and one hook.
USUAL = {
    "Functions": f"{FUNCTION}orders",
    "RestApis": f"{API}a1b2c3d4e5",
    "HookFunctions": f"{FUNCTION}orders-smoke",
    "ProbedFunctions": f"{FUNCTION}orders",
}

# Roles that read or write stages.
STAGE_ROLES = [
    "PrepareRole",
    "ClaimRole",
    "ShiftWeightRole",
    "CheckAlarmsRole",
    "PromoteRole",
    "RollbackRole",
    "StackReleaseRole",
    "RestoreStoppedRole",
    "SweepRole",
]

# What moves traffic, runs code, or changes a function.
CHANGES = [
    "lambda:UpdateAlias",
    "lambda:InvokeFunction",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "lambda:DeleteFunction",
    "lambda:AddPermission",
    "iam:PassRole",
]

# Who calls Coalmine's own functions, or removes their versions.
NEEDED = {
    ("WorkflowRole", "lambda:InvokeFunction"),
    ("StackWorkflowRole", "lambda:InvokeFunction"),
    ("CheckAlarmsRole", "lambda:InvokeFunction"),  # SendProbes alone
    ("PruneRole", "lambda:DeleteFunction"),
}


def stack(parameters, name="coalmine"):
    return Stack(own_template(), parameters, name, region=LONG_REGION)


def size(policy):
    """As IAM counts: characters without white space."""
    return len(re.sub(r"\s", "", json.dumps(policy, separators=(",", ":"))))


def inline(found, role):
    return [policy["PolicyDocument"] for policy in found.properties(role).get("Policies", [])]


def managed(found, role):
    """The managed policies of a role, by whichever of the two names the other."""
    arns = found.properties(role).get("ManagedPolicyArns", [])
    return [
        policy["Properties"]["PolicyDocument"]
        for name, policy in found.of_type("AWS::IAM::ManagedPolicy").items()
        if found.arn(name) in arns
        or found.physical_name(role) in policy["Properties"].get("Roles", [])
    ]


def allows(policies, action, resource):
    """IAM's decision for a role without a boundary: an explicit Deny wins, then an Allow."""
    effects = {
        statement["Effect"]
        for policy in policies
        for statement in policy["Statement"]
        if matches(statement["Action"], action) and matches(statement["Resource"], resource)
    }
    return effects == {"Allow"}


def matches(patterns, text):
    patterns = patterns if isinstance(patterns, list) else [patterns]
    return any(fnmatch.fnmatchcase(text, pattern.replace("[", "[[]")) for pattern in patterns)


@story
def policies_fit_into_iam(_, claims):
    found = stack(EVERYTHING, name="a-stack-with-a-name-of-many-characters")
    for role in found.of_type("AWS::IAM::Role"):
        used = sum(map(size, inline(found, role)))
        claims.check(
            f"the inline policies of {role} leave half of the characters to the parameters",
            used <= MOST_OF_ROLE / 2,
            f"at most {MOST_OF_ROLE // 2}",
            used,
        )
        claims.check(
            f"{role} has few managed policies",
            len(managed(found, role)) <= MOST_MANAGED_POLICIES_OF_ROLE / 2,
            MOST_MANAGED_POLICIES_OF_ROLE // 2,
            len(managed(found, role)),
        )
    for name, policy in found.of_type("AWS::IAM::ManagedPolicy").items():
        used = size(policy["Properties"]["PolicyDocument"])
        claims.check(
            f"the managed policy {name} fits",
            used <= MOST_OF_MANAGED_POLICY,
            f"at most {MOST_OF_MANAGED_POLICY}",
            used,
        )


@story
def forty_functions_and_twenty_apis_fit_into_iam(_, claims):
    found = stack(MANY, name="a-stack-with-a-name-of-many-characters")
    for role in found.of_type("AWS::IAM::Role"):
        used = sum(map(size, inline(found, role)))
        claims.check(
            f"the inline policies of {role} fit", used <= MOST_OF_ROLE, MOST_OF_ROLE, used
        )
    for name, policy in found.of_type("AWS::IAM::ManagedPolicy").items():
        used = size(policy["Properties"]["PolicyDocument"])
        claims.check(
            f"the managed policy {name} fits",
            used <= MOST_OF_MANAGED_POLICY,
            MOST_OF_MANAGED_POLICY,
            used,
        )


@story
def services_take_the_roles_for_this_account_alone(_, claims):
    found = stack(USUAL)
    for role in found.of_type("AWS::IAM::Role"):
        for statement in found.properties(role)["AssumeRolePolicyDocument"]["Statement"]:
            condition = statement.get("Condition", {})
            claims.equal(
                f"{role} is for {statement['Principal']['Service']} in this account",
                {"aws:SourceAccount": ACCOUNT},
                condition.get("StringEquals"),
            )
            if statement["Principal"]["Service"] == "states.amazonaws.com":
                machine = found.arn(role.replace("Role", ""))
                claims.equal(
                    f"{role} is for one state machine",
                    {"aws:SourceArn": [machine, f"{machine}:*"]},
                    condition.get("ArnLike"),
                )


@story
def named_stages_alone_are_changed(_, claims):
    prod, beta = (f"{API}a1b2c3d4e5/stages/{name}" for name in ("prod", "beta"))
    for parameters, expected in (
        (USUAL, [True, True]),
        ({**USUAL, "Stages": prod}, [True, False]),
    ):
        found = stack(parameters)
        for role in STAGE_ROLES:
            policies = inline(found, role) + managed(found, role)
            if role not in ("PrepareRole", "CheckAlarmsRole"):
                claims.equal(
                    f"{role} may change the stages that are named, or all",
                    expected,
                    [allows(policies, "apigateway:PATCH", stage) for stage in (prod, beta)],
                )
            claims.equal(
                f"{role} may read none of SDKs and exports",
                [False, False],
                [
                    allows(policies, "apigateway:GET", f"{prod}/{below}")
                    for below in ("sdks/java", "exports/oas30")
                ],
            )


@story
def functions_that_are_called_are_named(_, claims):
    parameters = own_template()["Parameters"]
    for parameter in ("HookFunctions", "ProbedFunctions"):
        pattern = parameters[parameter]["AllowedPattern"]
        claims.equal(
            f"{parameter} are no longer all functions, but may be a pattern",
            [False, False, False, True, True],
            [
                bool(re.fullmatch(pattern, value))
                for value in (
                    "*",
                    f"{FUNCTION}*",
                    f"{FUNCTION}**",
                    f"{FUNCTION}orders-*",
                    f"{FUNCTION}orders",
                )
            ],
        )


@story
def news_is_of_this_stacks_releases(_, claims):
    found = stack({**USUAL, "NewsEmail": "ann@example.com"})
    pattern = found.properties("TellPeople")["EventPattern"]
    begin = f"arn:aws:states:{LONG_REGION}:{ACCOUNT}:execution:coalmine:"
    claims.equal(
        "e-mails are of events of this account about this stack's executions",
        ([ACCOUNT], [{"prefix": begin}]),
        (pattern["account"], pattern["detail"]["executionArn"]),
    )


@story
def wide_patterns_leave_own_functions_alone(_, claims):
    found = stack(EVERYTHING)
    functions = [found.arn(name) for name in found.of_type("AWS::Lambda::Function")]
    for role in found.of_type("AWS::IAM::Role"):
        policies = inline(found, role) + managed(found, role)
        allowed = sorted(
            {
                action
                for action in CHANGES
                for function in functions
                for resource in (function, f"{function}:live", f"{function}:8")
                if (role, action) not in NEEDED and allows(policies, action, resource)
            }
        )
        claims.equal(f"{role} may not change or call Coalmine's functions", [], allowed)


@story
def wide_patterns_permit_releases_of_other_functions(_, claims):
    found = stack(EVERYTHING)
    other = f"arn:aws:lambda:{LONG_REGION}:{ACCOUNT}:function:orders"
    for role, action in {
        "ShiftWeightRole": "lambda:UpdateAlias",
        "PromoteRole": "lambda:UpdateAlias",
        "RollbackRole": "lambda:UpdateAlias",
        "StackReleaseRole": "lambda:UpdateAlias",
        "RestoreStoppedRole": "lambda:UpdateAlias",
        "SweepRole": "lambda:UpdateAlias",
        "CallHookRole": "lambda:InvokeFunction",
        "SendProbesRole": "lambda:InvokeFunction",
    }.items():
        policies = inline(found, role) + managed(found, role)
        claims.check(
            f"{role} may call {action} on another function and its alias",
            allows(policies, action, other) and allows(policies, action, f"{other}:live"),
            "allowed",
            "denied",
        )


@story
def all_functions_are_pruned(_, claims):
    found = stack(EVERYTHING)
    functions = found.of_type("AWS::Lambda::Function")
    (target,) = found.properties("PruneDaily")["Targets"]
    event = json.loads(target["InputTransformer"]["InputTemplate"].replace("<time>", '""'))
    claims.equal(
        "the event of Prune names all functions",
        sorted(map(found.physical_name, functions)),
        sorted(event["functions"]),
    )
    claims.equal(
        "and all state machines",
        sorted(map(found.arn, found.of_type("AWS::StepFunctions::StateMachine"))),
        sorted(event["stateMachines"]),
    )
    policies = managed(found, "PruneRole")
    for function in functions:
        arn = found.arn(function)
        claims.check(
            f"Prune may do its work for {function}",
            allows(policies, "lambda:ListVersionsByFunction", arn)
            and allows(policies, "lambda:ListAliases", arn)
            and allows(policies, "lambda:DeleteFunction", f"{arn}:1"),
            "allowed",
            "denied",
        )


@story
def only_versions_are_pruned(_, claims):
    found = stack(EVERYTHING)
    policies = inline(found, "PruneRole") + managed(found, "PruneRole")
    own = found.arn("SweepFunction")
    other = f"arn:aws:lambda:{LONG_REGION}:{ACCOUNT}:function:orders"
    claims.equal(
        "Prune may delete versions of Coalmine's functions, and nothing else",
        [True, False, False, False],
        [
            allows(policies, "lambda:DeleteFunction", resource)
            for resource in (f"{own}:1", own, other, f"{other}:1")
        ],
    )
