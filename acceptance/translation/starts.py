"""How the functions start."""

from support.stories import story
from translation.stack import Stack, own_template
from translation.upgrades import FIRST

FLAGS = "-Djdk.reflect.useNativeAccessorOnly=true -Daws.crt.libc=glibc"


def functions(**parameters):
    found = Stack(own_template(), {**FIRST, **parameters}).of_type("AWS::Lambda::Function")
    return {name: each["Properties"] for name, each in found.items()}


@story
def each_function_has_the_flags(_, claims):
    for name, found in functions().items():
        variables = found["Environment"]["Variables"]
        claims.equal(f"{name} has the JVM's flags", FLAGS, variables.get("JAVA_TOOL_OPTIONS"))
