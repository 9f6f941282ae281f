"""The macro after SAM's: a DeploymentPreference becomes a release that the alias follows."""

import copy
import json
import os

from cfnlint.api import lint

from support.stories import story
from translation.examples import callers, dependencies
from translation.stack import REGION, ROOT, Stack, source

MACRO = "integrations/sam/macro.yaml"
EXAMPLE = "docs/examples/deployment-preference.yaml"
PROVIDER = "arn:aws:lambda:us-east-1:123456789012:function:coalmine-StackRequestFunction"
EXPORTS = {"coalmine-ReleaseProviderArn": PROVIDER}
RELEASE = "OrdersAliasliveRelease"
# SAM's own policy for queues names actions of calls, which cfn-lint does not know.
OF_SAM = {"W3037"}


def run_macro(template):
    """What the macro's function answers, as CloudFormation calls it."""
    function = Stack(source(MACRO), {}, name="coalmine-macro").properties("Function")
    os.environ.update(function["Environment"]["Variables"])
    code = {}
    exec(function["Code"]["ZipFile"], code)
    event = {
        "accountId": "123456789012",
        "region": "us-east-1",
        "transformId": "123456789012::Coalmine",
        "requestId": "c0ffee",
        "params": {},
        "templateParameterValues": {},
        "fragment": {key: each for key, each in template.items() if key != "Transform"},
    }
    return code[function["Handler"].split(".")[1]](copy.deepcopy(event), None)


def converted(template):
    answer = run_macro(template)
    if answer["status"] != "success":
        raise ValueError(answer["errorMessage"])
    return answer["fragment"]


def example(**changes):
    """The documentation's template with other values for properties of its function."""
    template = copy.deepcopy(source(EXAMPLE))
    for name in ("Orders", "Smoke"):
        template["Resources"][name]["Properties"]["CodeUri"] = f"s3://bucket/{name}.zip"
    template["Resources"]["Orders"]["Properties"].update(changes)
    return template


def stack(template=None, name="shop"):
    return Stack(template or example(), {}, name=name, macro=converted, imports=EXPORTS)


def faults(template):
    """Why the macro refuses a template; empty if it does not."""
    return run_macro(Stack(template, {}).template).get("errorMessage", "")


@story
def the_examples_preference_becomes_a_release(_, claims):
    made = stack()
    claims.equal(
        "the release has the preference's plan, alarms and hook, and what the metadata adds",
        {
            "ServiceToken": PROVIDER,
            "function": made.physical_name("Orders"),
            "alias": "live",
            "version": made.properties("OrdersAliaslive")["FunctionVersion"],
            "ifMissing": "skip",
            "plan": "Canary10Percent5Minutes",
            "gate": {"alarms": [made.physical_name("OrdersErrors")], "metrics": True},
            "hooks": {"beforeTraffic": made.physical_name("Smoke")},
            "maxDuration": "PT40M",
            "watch": "PT5M",
        },
        made.properties(RELEASE),
    )
    claims.equal("nothing of CodeDeploy is left", [], [
        name
        for name, each in made.resources.items()
        if "CodeDeploy" in each["Type"] or "CodeDeploy" in name or "UpdatePolicy" in each
    ])


@story
def every_event_calls_the_alias_that_the_release_moves(_, claims):
    called = callers(stack())
    claims.equal("an API, an HTTP API, a queue, a schedule and a URL call live", {"live"}, set(called.values()))
    claims.check("there are callers of all kinds", len(called) >= 8, "8", len(called))


@story
def the_alias_waits_for_its_release(_, claims):
    made = stack().declared
    claims.check(
        "CloudFormation writes the alias after the release has moved it",
        RELEASE in dependencies(made["OrdersAliaslive"]),
        RELEASE,
        dependencies(made["OrdersAliaslive"]),
    )
    claims.equal("no resource waits for itself", [], circles(made))


def circles(resources):
    """The resources that wait for themselves."""
    found = []
    for name in resources:
        seen, ahead = set(), dependencies(resources[name])
        while ahead - seen:
            each = (ahead - seen).pop()
            seen.add(each)
            ahead |= dependencies(resources.get(each, {}))
        found += [name] if name in seen else []
    return found


@story
def the_alias_of_the_cdk_waits_for_its_release(_, claims):
    made = json.loads((ROOT / "integrations/cdk/test/orders.template.json").read_text())
    resources = made["Resources"]
    claims.equal(
        "the synthesized alias waits for the release",
        ["Custom::CoalmineRelease"],
        [
            resources[each]["Type"]
            for alias in resources.values()
            if alias["Type"] == "AWS::Lambda::Alias"
            for each in alias["DependsOn"]
        ],
    )
    claims.equal("no synthesized resource waits for itself", [], circles(resources))


@story
def an_update_publishes_and_asks_for_that_version(_, claims):
    before, after = stack(), stack(example(CodeUri="s3://bucket/orders-2.zip"))
    changed = sorted(
        name
        for name in before.resources.keys() & after.resources.keys()
        if before.properties(name) != after.properties(name)
    )
    claims.equal(
        "another jar changes the function, its alias and the release",
        ["Orders", "OrdersAliaslive", RELEASE],
        changed,
    )


@story
def what_the_macro_makes_is_a_template(_, claims):
    found = lint(json.dumps(stack().template), regions=[REGION])
    claims.equal(
        "cfn-lint finds no fault",
        [],
        [str(each) for each in found if each.rule.id not in OF_SAM],
    )


@story
def what_coalmine_cannot_do_is_refused_before_anything_moves(_, claims):
    def preference(**more):
        return example(DeploymentPreference={"Type": "AllAtOnce", **more})

    def metadata(own):
        template = example()
        template["Resources"]["Orders"]["Metadata"]["Coalmine"] = own
        return template

    without_alias = example()
    for name in ("AutoPublishAlias", "DeploymentPreference"):
        del without_alias["Resources"]["Orders"]["Properties"][name]
    untranslated = run_macro(example())
    triggers = [{"TriggerEvents": ["DeploymentFailure"], "TriggerName": "t", "TriggerTargetArn": "arn"}]
    steps = {"steps": [{"weight": 5, "bake": "PT20M"}, {"weight": 50, "bake": "PT21M"}]}
    late = {"maxDuration": "PT30M", "watch": "PT6M", "hooks": {"afterTraffic": "check"}}
    for what, parts, found in (
        (
            "a plan longer than an hour",
            ["Orders: DeploymentPreference.Type: Linear10PercentEvery10Minutes takes 90 minutes", "an hour"],
            faults(preference(Type="Linear10PercentEvery10Minutes")),
        ),
        (
            "such a plan on a condition",
            ["Orders: DeploymentPreference.Type: Linear10PercentEvery10Minutes takes 90 minutes"],
            faults(preference(Type={"Fn::If": ["Prod", "Linear10PercentEvery10Minutes", "paced"]})),
        ),
        (
            "such a plan in the metadata",
            ["Orders: Metadata.Coalmine.plan: CodeDeployDefault.LambdaLinear10PercentEvery10Minutes takes 90 minutes"],
            faults(metadata({"plan": "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes"})),
        ),
        (
            "a deployment configuration of one's own",
            ["Orders: DeploymentPreference.Type: Coalmine has no plan Mine; use paced", "steps"],
            faults(preference(Type="Mine")),
        ),
        (
            "steps longer than maxDuration",
            ["Orders: Metadata.Coalmine.plan: its steps take 41 minutes, longer than maxDuration, 40 minutes"],
            faults(metadata({"plan": steps})),
        ),
        (
            "a release longer than CloudFormation's hour",
            ["Orders: Metadata.Coalmine.maxDuration: with watch it is 130 minutes", "leaves 50"],
            faults(metadata({"maxDuration": "PT2H", "watch": "PT10M"})),
        ),
        (
            "one beside a hook after the traffic",
            ["Orders: Metadata.Coalmine.maxDuration: with watch it is 36 minutes", "leaves 35 beside PostTraffic"],
            faults(metadata(late)),
        ),
        (
            "CodeDeploy's triggers",
            ["Orders: DeploymentPreference.TriggerConfigurations:", "events"],
            faults(preference(TriggerConfigurations=triggers)),
        ),
        (
            "a version in the metadata",
            ["Orders: Metadata.Coalmine.version: leave it out", "the alias says it"],
            faults(metadata({"version": "8"})),
        ),
        ("metadata that is no mapping", ["Orders: Metadata.Coalmine: it must be a mapping", "paced"], faults(metadata("paced"))),
        (
            "metadata without an alias",
            ["Orders: Metadata.Coalmine: the function has no alias of a published version"],
            faults(without_alias),
        ),
        ("a macro before SAM's", ["AWS::Serverless-2016-10-31 before"], untranslated.get("errorMessage", "")),
    ):
        claims.mentions(f"{what} is refused", parts, found)
    claims.equal("a refusal has the request's id", "c0ffee", untranslated["requestId"])


@story
def a_plan_is_judged_when_everything_is_merged(_, claims):
    """Globals, the function's preference, and its metadata, which wins."""
    def merged(everywhere, own=None, metadata=None):
        template = example()
        orders = template["Resources"]["Orders"]
        orders["Metadata"] = {"Coalmine": metadata} if metadata else {}
        del orders["Properties"]["DeploymentPreference"]
        if own:
            orders["Properties"]["DeploymentPreference"] = own
        template["Globals"] = {"Function": {"DeploymentPreference": everywhere}}
        template["Resources"]["Smoke"]["Properties"]["DeploymentPreference"] = {"Enabled": False}
        return template

    long = {"Type": "Linear10PercentEvery10Minutes"}
    claims.mentions("that of Globals is refused", ["Orders: DeploymentPreference.Type", "90 minutes"], faults(merged(long)))
    for what, template in (
        ("the function's Type replaces it", merged(long, {"Type": "paced"})),
        ("the metadata's plan replaces it", merged(long, None, {"plan": "paced"})),
        ("both replace it", merged(long, {"Type": "Mine"}, {"plan": "paced"})),
    ):
        claims.equal(what, "", faults(template))
        if not faults(template):
            claims.equal(f"{what}: that is the plan", "paced", stack(template).properties(RELEASE)["plan"])
    several = merged(long, {"Type": "Mine"}, {"version": "8", "watch": "PT55M"})
    claims.mentions(
        "all faults are told at once",
        ["Metadata.Coalmine.version", "DeploymentPreference.Type", "Metadata.Coalmine.maxDuration"],
        faults(several),
    )


@story
def only_aliases_of_published_versions_are_released(_, claims):
    def with_alias(name, **properties):
        template = example()
        template["Resources"][name] = {
            "Type": "AWS::Lambda::Alias",
            "Properties": {"FunctionName": {"Ref": "Orders"}, "Name": name.lower(), **properties},
        }
        return template

    testers = with_alias("Testers", FunctionVersion="$LATEST")
    made = converted(Stack(testers, {}).template)["Resources"]
    releases = [name for name, each in made.items() if each["Type"] == "Custom::CoalmineRelease"]
    claims.equal("an alias of $LATEST is left alone", [RELEASE], releases)
    claims.equal("it stays as it is", testers["Resources"]["Testers"], made["Testers"])

    alone = with_alias("Testers", FunctionVersion="$LATEST")
    for name in ("AutoPublishAlias", "DeploymentPreference"):
        del alone["Resources"]["Orders"]["Properties"][name]
    claims.mentions(
        "a function with no other alias is refused",
        ["Orders: Metadata.Coalmine: the function has no alias of a published version"],
        faults(alone),
    )
    moved = with_alias("Testers", FunctionVersion="$LATEST", RoutingConfig={"AdditionalVersionWeights": []})
    moved["Resources"]["Testers"]["UpdatePolicy"] = {
        "CodeDeployLambdaAliasUpdate": {"ApplicationName": "app", "DeploymentGroupName": {"Ref": "Gone"}}
    }
    claims.mentions(
        "an alias that CodeDeploy would move is refused with all its faults",
        ["Orders: FunctionVersion: the alias points to $LATEST", "Orders: RoutingConfig:", "Orders: DeploymentPreference:"],
        faults(moved),
    )


@story
def what_has_no_preference_stays_as_it_is(_, claims):
    plain = example(DeploymentPreference={"Enabled": False, "Type": "AllAtOnce"})
    del plain["Resources"]["Orders"]["Metadata"]
    translated = Stack(plain, {}).template
    claims.equal("a template without a preference is not changed", translated["Resources"], converted(translated)["Resources"])
    chosen = example(DeploymentPreference={"Type": {"Fn::If": ["Prod", "paced", "AllAtOnce"]}})
    claims.equal(
        "a plan may depend on a condition",
        {"Fn::If": ["Prod", "paced", {"Fn::Sub": ["x"]}]}["Fn::If"][:2],
        converted(Stack(chosen, {}).template)["Resources"][RELEASE]["Properties"]["plan"]["Fn::If"][:2],
    )
    hooked = example(DeploymentPreference={"Type": "paced", "Hooks": {"PostTraffic": {"Ref": "Smoke"}}})
    found = stack(hooked).properties(RELEASE)
    claims.equal(
        "a hook after the traffic leaves less time",
        ("PT30M", {"afterTraffic": stack(hooked).physical_name("Smoke")}),
        (found["maxDuration"], found["hooks"]),
    )
