"""How the functions start: the JVM's flags, and snapshots."""

from support.stories import story
from translation.stack import Stack, own_template
from translation.upgrades import FIRST, versions

FLAGS = "-Djdk.reflect.useNativeAccessorOnly=true -Daws.crt.libc=glibc"
# Every healthy release calls them. The others may be idle for longer than a snapshot is kept, and
# some of them are there for the day on which things go wrong.
FROM_SNAPSHOTS = ["CheckAlarms", "Claim", "Prepare", "Promote", "ShiftWeight"]


def functions(**parameters):
    found = Stack(own_template(), {**FIRST, **parameters}).of_type("AWS::Lambda::Function")
    return {name: each["Properties"] for name, each in found.items()}


@story
def each_function_has_the_flags(_, claims):
    for name, found in functions().items():
        variables = found["Environment"]["Variables"]
        claims.equal(f"{name} has the JVM's flags", FLAGS, variables.get("JAVA_TOOL_OPTIONS"))


@story
def only_what_every_release_calls_starts_from_snapshots(_, claims):
    def snapped(found):
        return sorted(
            name.removesuffix("Function")
            for name, each in found.items()
            if each.get("SnapStart", {}).get("ApplyOn") == "PublishedVersions"
        )

    claims.equal("by default no function starts from a snapshot", [], snapped(functions()))
    claims.equal(
        "SnapStart is for what every release calls, and never for a rollback",
        FROM_SNAPSHOTS,
        snapped(functions(SnapStart="true")),
    )


@story
def a_stack_from_before_snapshots_keeps_its_versions(_, claims):
    """The text of a version is part of its identity: the default must add nothing to it."""
    found = versions(Stack(own_template(), FIRST))
    texts = {each["Description"] for _, made in found.values() for each in made.values()}
    claims.equal("all versions have the description that they had", {"/   "}, texts)
