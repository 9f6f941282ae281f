"""Stories of the GitHub Action; ../github_action.py is the command that runs them.

Importing this package registers all of its stories.
"""

from actions import cancellations, inputs, manifest, outcomes
