"""A cancelled workflow takes its release back."""

from actions.job import executions, job
from actions.outcomes import scripted, weights
from support.action_runner import Interruption
from support.release_request import plan, ungated
from support.stories import story

LONG = plan((10, "PT50M"), poll="PT1M")
GRACE_SECONDS = 10  # then the runner ends all processes of the step


def interrupted(client, claims, function, **how):
    """A release that is interrupted at 10 %; claims that it is rolled back."""
    client.make_function(function)
    before = client.alias(function)
    with job(client) as here:
        at_weight = lambda: 0.1 in weights(client.alias(function))  # noqa: E731
        ended = here.run({"request": ungated(function, LONG)}, Interruption(at_weight, **how))
    claims.equal(f"{function}: its outcome", "ROLLED_BACK", ended.outputs["outcome"])
    claims.mentions(
        f"{function}: the reason says who and why",
        ["github:ann", "shop/orders/actions/runs/12345678901"],
        ended.outputs["reason"],
    )
    after = client.wait_for_version(function, "1")
    claims.equal(
        f"{function}: the alias serves the old version alone",
        (before["FunctionVersion"], before.get("RoutingConfig")),
        (after["FunctionVersion"], after.get("RoutingConfig")),
    )
    claims.contains(f"{function}: the summary", ["### Coalmine: ROLLED_BACK"], ended.summary)
    return ended


@story
def a_cancelled_workflow_rolls_back(client, claims):
    for function in ("cancelled", "cancelled-again", "cancelled-once-more"):
        ended = interrupted(client, claims, function)
        if ended.conclusions["Release"] != "failure -9":
            break  # else the machine was too busy to start Java twice in ten seconds
    claims.equal("cancelled: the step tells it", "failure 130", ended.conclusions["Release"])
    took = ended.seconds["signals"]
    claims.contains("cancelled: the signal itself rolled back", ["rolled back by github:ann"], ended.log)
    claims.check("cancelled: the report is uploaded", ended.uses, "a report", "none")
    claims.check("cancelled: the step ends before it is killed", took < GRACE_SECONDS, "10 s", took)


@story
def a_cancelled_workflow_in_a_container_rolls_back(client, claims):
    """The runner's signals end `docker exec`; they do not reach the container."""
    ended = interrupted(client, claims, "contained", how="kill")
    claims.equal("contained: the next step rolls back", "success", ended.conclusions["Roll back"])


@story
def a_step_whose_time_is_over_rolls_back(client, claims):
    ended = interrupted(client, claims, "timed-out", cancels_job=False)
    claims.equal("timed out: the step tells it", "failure 130", ended.conclusions["Release"])


@story
def a_rollback_that_is_not_taken_leaves_time_to_tell_it(client, claims):
    """The command says that the release runs, and that AWS is out of reach for anything else."""
    state = '{"status": "RUNNING", "standing": "RUNNING", "execution": "a:aws:states:r:1:execution:c:o"}'
    with job(client) as here:
        # Started once, it runs until the runner ends it.
        command = scripted(here, f"case $1 in status) echo '{state}' ;; start) sleep 600 ;; *) exit 69 ;; esac")
        inputs = {"request": ungated("orders", LONG), "cli": command}
        ended = here.run(inputs, Interruption(lambda: True, how="kill"), COALMINE_MOST_SECONDS="2")
    claims.equal("not taken: the step gives up", "failure 1", ended.conclusions["Roll back"])
    claims.equal("not taken: the outcome is told", "RUNNING", ended.outputs["outcome"])
    claims.mentions("not taken: an annotation", ["could not roll back", "may still run"], str(ended.annotations))


@story
def a_workflow_that_is_cancelled_before_its_release_starts_nothing(client, claims):
    client.make_function("early")
    with job(client) as here:
        ended = here.run(
            {"request": ungated("early", LONG)}, Interruption(lambda: True, how="kill")
        )
    name = ended.outputs["execution"]
    found = [each["status"] for each in executions(client, name)]
    claims.check("early: no execution runs", "RUNNING" not in found, "none", found)
    claims.equal("early: no outcome is told", "", ended.outputs["outcome"])
    claims.mentions("early: the reason", ["before"], ended.outputs["reason"])
