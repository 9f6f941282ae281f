"""How releases end, and what the action makes of it."""

import json
import pathlib

from actions.job import RUN_ID, executions, job
from support.release_request import gated_by, plan, ungated
from support.stories import story
from support.up import LAUNCHER

SHORT = plan((10, "PT30S"), (50, "PT30S"))


@story
def a_promoted_release_passes(client, claims):
    client.make_function("acted")
    with job(client) as here:
        ended = here.run({"request": ungated("acted", SHORT), "region": "us-east-1"})
        claims.equal("promoted: no step fails", set(), failures(ended))
        claims.equal("promoted: its outcome", "PROMOTED", ended.outputs["outcome"])
        claims.mentions("promoted: its reason", ["50 %"], ended.outputs["reason"])
        name = ended.outputs["execution"]
        claims.check("promoted: its name", name.startswith(f"github-{RUN_ID}-1-"), RUN_ID, name)
        claims.equal(
            "promoted: the address of the live page of up",
            f"{client.endpoint}/#/{name}",
            ended.outputs["url"],
        )
        claims.equal("promoted: no console shows it", "", ended.outputs["console_url"])
        claims.contains(
            "promoted: the summary", ["### Coalmine: PROMOTED", "acted-2", "<pre>"], ended.summary
        )
        claims.contains("promoted: the log has the timeline", ["shift", "50 %"], ended.log.lower())
        claims.equal("promoted: no annotations", [], ended.annotations)
        report = ended.uses["Upload the report"]
        claims.equal("promoted: the report's name", name, report["name"])
        page = pathlib.Path(report["path"]).read_text()
        claims.contains("promoted: the report is the release's", ["<!doctype html>", "acted"], page)
        claims.equal(
            "promoted: no credentials are asked for", "skipped", ended.conclusions["Get credentials"]
        )
    client.wait_for_version("acted", "2")


@story
def a_report_that_is_not_uploaded_fails_no_release(client, claims):
    client.make_function("unreported")
    with job(client) as here:
        request = {**ungated("unreported", SHORT), "plan": "AllAtOnce", "watch": "PT0S"}
        ended = here.run({"request": request}, broken=["Upload the report"])
    claims.contains("no upload: it was tried", ["Upload the report"], list(ended.uses))
    claims.equal("no upload: no step fails", set(), failures(ended))
    claims.equal("no upload: the outcome", "PROMOTED", ended.outputs["outcome"])


@story
def jobs_of_one_run_that_release_at_several_places_do_not_collide(client, claims):
    """The command fails at once: what counts is what the executions, and so the reports, are called."""
    places = [
        {},
        {"region": "eu-west-1"},
        {"region": "eu-central-1"},
        {"region": "eu-west-1", "workflow": "canaries"},
        {"region": "eu-west-1", "endpoint": "http://127.0.0.1:1"},
        {"region": "eu-west-1", "role-to-assume": "arn:aws:iam::123456789012:role/one"},
        {"region": "eu-west-1", "role-to-assume": "arn:aws:iam::210987654321:role/one"},
    ]
    request = ungated("orders", SHORT)
    with job(client) as here:
        run = lambda place: here.run({"request": request, "cli": "false", **place})  # noqa: E731
        names = [run(place).outputs["execution"] for place in places]
        again = run(places[1]).outputs["execution"]
        # The Region of the environment counts like the input.
        (elsewhere,) = {here.run({"request": request, "cli": "false"}, AWS_REGION="eu-west-1").outputs["execution"]}
    claims.equal("each place has a name", len(places), len(set(names)))
    claims.equal("the same place has the same", names[1], again)
    claims.equal("the job's Region is a place, too", names[1], elsewhere)


@story
def an_execution_of_an_account_has_an_address_in_the_console(client, claims):
    """The command answers as for releases in accounts of three partitions."""
    for partition, region, expected in (
        ("aws", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/"),
        ("aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/states/home?region=cn-north-1#/v2/executions/details/"),
        ("aws-us-gov", "us-gov-west-1", "https://console.amazonaws-us-gov.com/states/home?region=us-gov-west-1#/v2/executions/details/"),
    ):
        arn = f"arn:{partition}:states:{region}:123456789012:execution:coalmine:orders"
        state = json.dumps({"status": "SUCCEEDED", "standing": "PROMOTED", "reason": "fine", "execution": arn})
        with job(client) as here:
            command = scripted(here, f"[ $1 != status ] || echo '{state}'")
            ended = here.run({"request": ungated("orders", SHORT), "cli": command, "endpoint": ""})
        claims.equal(f"{partition}: the console", expected + arn, ended.outputs["console_url"])
        claims.equal(f"{partition}: is where to look", ended.outputs["console_url"], ended.outputs["url"])


def scripted(here, lines):
    """A command line that does only what these lines of a shell do."""
    command = pathlib.Path(here.workspace) / "scripted.sh"
    command.write_text(f"#!/bin/bash\n{lines}\n")
    command.chmod(0o755)
    return str(command)


@story
def a_rolled_back_release_fails(client, claims):
    client.make_function("failing")
    client.make_alarm("failing-errors", "OK")
    with job(client) as here:
        request = gated_by("failing-errors", "failing", plan((10, "PT10M")), watch="PT0S")
        alarming = Alarming(client, "failing", "failing-errors")
        ended = here.run({"request": request}, alarming)
    claims.equal("rolled back: the release fails", {"Release"}, failures(ended))
    claims.equal("rolled back: its status", "failure 1", ended.conclusions["Release"])
    claims.equal("rolled back: its outcome", "ROLLED_BACK", ended.outputs["outcome"])
    claims.mentions("rolled back: its reason", ["failing-errors"], ended.outputs["reason"])
    claims.equal(
        "rolled back: one error annotation with the reason",
        [("error", f"ROLLED_BACK: {ended.outputs['reason']}")],
        ended.annotations,
    )
    claims.contains("rolled back: the summary", ["### Coalmine: ROLLED_BACK"], ended.summary)
    claims.check("rolled back: there is a report", "Upload the report" in ended.uses, "one", "none")
    client.wait_for_version("failing", "1")


class Alarming:
    """Not an interruption of the runner: raises an alarm once the canary has its weight."""

    def __init__(self, client, function, alarm):
        self.client, self.function, self.alarm = client, function, alarm
        self.raised = False

    def ready(self):
        if not self.raised and 0.1 in weights(self.client.alias(self.function)):
            self.client.set_alarm(self.alarm, "ALARM")
            self.raised = True
        return False


def weights(alias):
    return alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {}).values()


@story
def a_request_with_faults_is_refused_with_all_of_them(client, claims):
    client.make_function("refused")
    before = client.alias("refused")
    request = {"function": "refused", "watch": "soon", "maxDuration": "PT0S", "colour": "blue"}
    with job(client) as here:
        ended = here.run({"request": request})
    claims.equal("refused: its status", "failure 2", ended.conclusions["Release"])
    claims.equal("refused: its outcome", "REFUSED", ended.outputs["outcome"])
    claims.mentions(
        "refused: all faults", ["watch", "maxDuration", "colour"], ended.outputs["reason"]
    )
    claims.equal("refused: nothing is uploaded", {}, ended.uses)
    claims.equal("refused: the alias is as it was", before, client.alias("refused"))


@story
def a_release_of_a_missing_function_is_refused(client, claims):
    with job(client) as here:
        ended = here.run({"request": ungated("nobody", SHORT)})
    claims.equal("no function: its status", "failure 2", ended.conclusions["Release"])
    claims.equal("no function: its outcome", "REFUSED", ended.outputs["outcome"])
    claims.mentions("no function: its reason", ["nobody"], ended.outputs["reason"])


@story
def a_release_that_is_lost_from_sight_is_followed_again(client, claims):
    """The first command only starts the release, and ends as if AWS were out of reach."""
    client.make_function("lost")
    with job(client) as here:
        command = pathlib.Path(here.workspace) / "once.sh"
        command.write_text(
            "#!/bin/bash\n"
            "if [ ! -e lost ]; then\n"
            "  touch lost\n"
            f'  "{LAUNCHER}" "${{@/--wait/--json}}"\n'
            "  exit 69\n"
            "fi\n"
            f'exec "{LAUNCHER}" "$@"\n'
        )
        command.chmod(0o755)
        ended = here.run({"request": ungated("lost", SHORT), "cli": str(command)})
        listed = executions(client, ended.outputs["execution"])
    claims.equal("lost: it is followed to its end", "PROMOTED", ended.outputs["outcome"])
    claims.equal("lost: no step fails", set(), failures(ended))
    claims.equal("lost: there was one release", 1, len(listed))


@story
def an_unreachable_account_fails_without_an_outcome(client, claims):
    with job(client) as here:
        inputs = {"request": {"function": "orders"}, "endpoint": "http://127.0.0.1:1"}
        ended = here.run(inputs, COALMINE_MOST_LOOKS="2")
    claims.equal("unreachable: its status", "failure 69", ended.conclusions["Release"])
    claims.equal("unreachable: no outcome is claimed", "", ended.outputs["outcome"])
    claims.mentions("unreachable: its reason", ["127.0.0.1"], ended.outputs["reason"])


def failures(ended):
    return {name for name, how in ended.conclusions.items() if how.startswith("failure")}
