"""What the stack hands on to pipelines and other stacks: exports, and parameters of Systems Manager."""

from support.stories import story
from translation.stack import Stack, own_template
from translation.upgrades import FIRST

# An export that another stack imports cannot be changed: these names stay.
EXPORTS = {
    "ReleaseWorkflowArn": "stateMachine:shop",
    "ReleaseProviderArn": "StackRequestFunction",
    "PipelineJobFunctionName": "PipelineJobFunction",
    "DrawReleaseFunctionArn": "DrawReleaseFunction",
}
PARAMETERS = {
    "workflow-arn": "ReleaseWorkflowArn",
    "release-provider-arn": "ReleaseProviderArn",
    "pipeline-job-function-name": "PipelineJobFunctionName",
}


def stack(**parameters):
    return Stack(own_template(), {**FIRST, **parameters}, name="shop")


@story
def other_stacks_import_what_they_need(_, claims):
    exports = stack().exports
    claims.equal(
        "the exports begin with the stack's name", {f"shop-{name}" for name in EXPORTS}, set(exports)
    )
    for name, part in EXPORTS.items():
        claims.mentions(f"the export {name} is of its resource", [part], exports[f"shop-{name}"])
    told = stack(NewsEmail="ann@example.com").exports
    claims.check("with an address, the topic is exported", "shop-NewsTopicArn" in told, "it", told)


@story
def pipelines_read_parameters(_, claims):
    found = stack()
    claims.equal(
        "each parameter has the value of its export",
        {
            f"/coalmine/shop/{name}": found.exports[f"shop-{export}"]
            for name, export in PARAMETERS.items()
        },
        {
            each["Properties"]["Name"]: each["Properties"]["Value"]
            for each in found.of_type("AWS::SSM::Parameter").values()
        },
    )
