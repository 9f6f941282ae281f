"""Claims: each is checked, printed as one line and counted."""

import re


class Claims:
    """The claims of one story. A claim that fails does not stop the story."""

    def __init__(self):
        self.lines = []
        self.failed = 0

    @property
    def passed(self):
        return len(self.lines) - self.failed

    def check(self, claim, condition, expected, found):
        if condition:
            self.lines.append(f"ok     {claim}")
        else:
            self.failed += 1
            self.lines.append(f"FAILED {claim}: expected {expected}, found {found}")

    def equal(self, claim, expected, found):
        self.check(claim, expected == found, expected, found)

    def mentions(self, claim, facts, text):
        """Claims that a text has names and numbers as whole words, however it is worded."""
        missing = [
            fact for fact in facts if not re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", text or "")
        ]
        self.check(claim, not missing, " and ".join(map(repr, missing)), repr(text))

    def contains(self, claim, fragments, text):
        """Claims that a text has fragments letter by letter."""
        missing = [fragment for fragment in fragments if fragment not in (text or "")]
        self.check(claim, not missing, " and ".join(map(repr, missing)), repr(text))


def closing_line(passed, failed):
    return f"{passed} passed, {failed} failed"
