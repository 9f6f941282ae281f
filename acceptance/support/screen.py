"""What a terminal shows after the control sequences that `up` sends."""

import re

SEQUENCE = re.compile(r"\x1b\[(\??[0-9;]*)([A-Za-z])")


class Screen:
    """Rows of text of a fixed width; knows only the control sequences that `up` may send."""

    def __init__(self, columns):
        self.columns = columns
        self.cells = [[]]
        self.row = self.column = 0
        self.wraps = True

    def write(self, text):
        at = 0
        while at < len(text):
            sequence = SEQUENCE.match(text, at)
            if sequence:
                self._obey(*sequence.groups())
                at = sequence.end()
            else:
                self._put(text[at])
                at += 1
        return self

    def rows(self):
        return ["".join(row).rstrip() for row in self.cells]

    def _obey(self, parameter, command):
        if command == "A":  # up
            self.row = max(0, self.row - int(parameter))
        elif command == "J":  # erase to the end
            del self.cells[self.row + 1 :]
            del self.cells[self.row][self.column :]
        elif parameter == "?7" and command in "hl":  # wrap lines, or cut them
            self.wraps = command == "h"
        elif command != "m":  # a colour
            raise SystemExit(f"unknown control sequence: ESC [{parameter}{command}")

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self._next_row()
        else:
            if self.column == self.columns and self.wraps:
                self._next_row()
                self.column = 0
            self.cells[self.row][min(self.column, self.columns - 1) :] = [character]
            self.column = min(self.columns, self.column + 1)

    def _next_row(self):
        self.row += 1
        if self.row == len(self.cells):
            self.cells.append([])
