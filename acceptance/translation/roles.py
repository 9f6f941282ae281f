"""Prints each role of the translated template with its policies, as JSON for an engine of IAM: with the
widest parameters, and with those of a stack for one function, one stage and one hook. Then those of the
templates for other tools."""

import json

from translation.doors import DOORS, door
from translation.policies import EVERYTHING, USUAL, inline, managed, stack


def described(found):
    return {
        "functions": {name: found.arn(name) for name in found.of_type("AWS::Lambda::Function")},
        "roles": {
            role: inline(found, role) + managed(found, role)
            for role in found.of_type("AWS::IAM::Role")
        },
    }


if __name__ == "__main__":
    print(
        json.dumps(
            {
                "widest": described(stack(EVERYTHING)),
                "usual": described(stack(USUAL)),
                "queues": {
                    name: stack(USUAL).arn(name) for name in stack(USUAL).of_type("AWS::SQS::Queue")
                },
                "doors": {name: described(door(name)) for name in DOORS},
                "buildLog": door("pipeline").arn("BuildLog"),
                "artifacts": door("pipeline").arn("Artifacts"),
                "project": door("pipeline").arn("Build"),
            }
        )
    )
