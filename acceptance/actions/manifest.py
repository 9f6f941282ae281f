"""What action.yml and its page say."""

import re

import yaml

from actions.job import FOLDER
from support.stories import story
from support.up import ROOT

PAGE = "docs/github-actions.md"


def action():
    return yaml.safe_load((ROOT / FOLDER / "action.yml").read_text())


@story
def inputs_reach_scripts_only_as_environment(_, claims):
    for step in action()["runs"]["steps"]:
        if "run" in step:
            claims.check(
                f"{step['name']}: no expression in its script",
                "${{" not in step["run"],
                "none",
                step["run"],
            )
            claims.equal(f"{step['name']}: its shell", "bash", step["shell"])


@story
def other_actions_are_pinned_to_a_commit(_, claims):
    used = re.findall(r"uses: (\S+)(.*)", (ROOT / FOLDER / "action.yml").read_text())
    claims.check("the action uses others", len(used) == 2, "2", used)
    for name, comment in used:
        pinned = re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name)
        claims.check(f"{name} is a commit", pinned, "40 hexadecimal digits", name)
        claims.check(f"{name} says its version", re.search(r"# v\d+\.\d+\.\d+$", comment), "one", comment)


@story
def the_page_has_each_input_and_output(_, claims):
    page = (ROOT / PAGE).read_text()
    for kind in ("inputs", "outputs"):
        listed = set(re.findall(r"^\| `([a-z0-9_-]+)` \|", section(page, kind), re.MULTILINE))
        claims.equal(f"the page lists the {kind}", set(action()[kind]), listed)


@story
def the_last_steps_fit_into_the_time_of_a_cancelled_job(_, claims):
    """GitHub's "Workflow cancellation reference": five minutes, then all steps are ended."""
    scripts = [(ROOT / FOLDER / name).read_text() for name in ("rollback.sh", "conclude.sh")]
    seconds = [int(re.search(r"COALMINE_MOST_SECONDS:-(\d+)", it).group(1)) for it in scripts]
    claims.check("a minute is left for the report", sum(seconds) <= 5 * 60 - 60, "240", seconds)


def section(page, name):
    return re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.M | re.S | re.I).group(1)


@story
def the_pages_workflows_give_inputs_that_exist(_, claims):
    page = (ROOT / PAGE).read_text()
    blocks = [yaml.safe_load(it) for it in re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)]
    steps = [
        step
        for block in blocks
        for job in block.get("jobs", {}).values()
        for step in job["steps"]
        if FOLDER in step.get("uses", "")
    ]
    claims.check("the page has a workflow", steps, "one", steps)
    for step in steps:
        unknown = set(step["with"]) - set(action()["inputs"])
        claims.equal("the page's workflow gives known inputs", set(), unknown)
    permissions = [job.get("permissions", {}) for block in blocks for job in block.get("jobs", {}).values()]
    claims.check(
        "a workflow with a role may ask for a token",
        all(each.get("id-token") == "write" for each in permissions),
        "id-token: write",
        permissions,
    )
