"""Prints each role of the translated template with its policies, as JSON for an engine of IAM."""

import json

from translation.policies import EVERYTHING, inline, managed, stack

if __name__ == "__main__":
    found = stack(EVERYTHING)
    print(
        json.dumps(
            {
                "functions": {
                    name: found.arn(name) for name in found.of_type("AWS::Lambda::Function")
                },
                "roles": {
                    role: inline(found, role) + managed(found, role)
                    for role in found.of_type("AWS::IAM::Role")
                },
            }
        )
    )
