#!/usr/bin/env python3
"""Checks template.yaml, the documentation's examples and the templates for other tools with AWS' own SAM translator.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed. Needs
Python 3.11 and aws-sam-translator (requirements.txt), and neither AWS nor `./coalmine up`.

usage: python3 acceptance/template.py [STORY …]     (all stories if none is named)
"""

import sys

import translation.doors  # noqa: F401
import translation.examples  # noqa: F401  registers its stories
import translation.handed_on  # noqa: F401
import translation.macro  # noqa: F401
import translation.policies  # noqa: F401
import translation.starts  # noqa: F401
import translation.surroundings  # noqa: F401
import translation.upgrades  # noqa: F401
from support.claims import closing_line
from support.stories import STORIES, run_story

USAGE_ERROR = 64


def main(names):
    unknown = [name for name in names if name not in STORIES]
    if unknown:
        print(f"no story {', '.join(unknown)}; there are {', '.join(STORIES)}", file=sys.stderr)
        return USAGE_ERROR
    passed = failed = 0
    for name in names or STORIES:
        claims = run_story(name, None)
        print("\n".join(claims.lines), flush=True)
        passed += claims.passed
        failed += claims.failed
    print(closing_line(passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
