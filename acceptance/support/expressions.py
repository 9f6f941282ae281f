"""The part of GitHub's expression language that action.yml uses."""

import re

TOKENS = re.compile(r"\s*(&&|\|\||==|!=|!|\(|\)|'(?:[^']|'')*'|[A-Za-z_][\w.-]*)")
STATUS = re.compile(r"\b(always|cancelled|failure|success)\(\)")


class Expression:
    """Evaluates one expression; an unknown name is an error, unlike on GitHub."""

    def __init__(self, text, contexts, functions):
        self.tokens = []
        at = 0
        while at < len(text.rstrip()):
            found = TOKENS.match(text, at)
            if not found:
                raise ValueError(f"can't read the expression {text!r} from {text[at:]!r}")
            self.tokens.append(found.group(1))
            at = found.end()
        self.contexts, self.functions = contexts, functions

    def value(self):
        found = self._or()
        if self.tokens:
            raise ValueError(f"words left over: {self.tokens}")
        return found

    def _take(self, *words):
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in words else None

    def _or(self):
        left = self._and()
        while self._take("||"):
            right = self._and()
            left = left or right
        return left

    def _and(self):
        left = self._comparison()
        while self._take("&&"):
            right = self._comparison()
            left = left and right
        return left

    def _comparison(self):
        left = self._single()
        while sign := self._take("==", "!="):
            left = (left == self._single()) == (sign == "==")
        return left

    def _single(self):
        if self._take("!"):
            return not self._single()
        if self._take("("):
            found = self._or()
            self._expect(")")
            return found
        word = self.tokens.pop(0)
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        if self._take("("):
            self._expect(")")
            return self.functions[word]()
        return self._named(word.split("."))

    def _expect(self, word):
        if not self._take(word):
            raise ValueError(f"{word} expected before {self.tokens}")

    def _named(self, path):
        if path[0] == "inputs":
            return self.contexts["inputs"][path[1]]
        if path[0] == "steps" and path[2] == "outputs":
            return self.contexts["steps"].get(path[1], {}).get(path[3], "")
        raise ValueError(f"no context {'.'.join(path)}")


def is_true(condition, contexts, functions):
    """Whether a step runs; without a status function, only if all went well so far."""
    if not STATUS.search(condition):
        condition = f"success() && ({condition})"
    return bool(Expression(condition, contexts, functions).value())


def filled(text, contexts):
    """A text with its ${{ … }} replaced."""
    return re.sub(
        r"\$\{\{(.*?)\}\}",
        lambda found: str(Expression(found.group(1), contexts, {}).value()),
        str(text),
    )
