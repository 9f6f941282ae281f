"""Stories of real clients, a module for each service; ../clients.py is the command that runs them.

Importing this package registers all of its stories.
"""

from clients import (
    api_gateway,
    aws_cli,
    cloud_formation,
    cloudwatch,
    code_pipeline,
    command_line,
    event_bridge,
    front_door,
    lambda_alias,
    refused_requests,
    stage_canary,
    step_functions,
    under_load,
    unknown_operations,
)
