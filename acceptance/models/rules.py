"""What is claimed of an operation: the answers to many inputs made from one valid input."""

import json

from models import inputs

UNKNOWN = "coalmineUnknown"
STRANGER = "nobody"


class Rules:
    """The rules for one operation; faults gathers what breaks them."""

    def __init__(self, world, service, name, example):
        self.world = world
        self.service = service
        self.caller = world.callers[service]
        self.operation = self.caller.operation(name)
        self.example = example
        self.reads = name.startswith(("Get", "List", "Describe", "Test"))
        self.made = None
        self.calls = 0
        self.faults = []

    def check(self):
        self.check_valid()
        self.check_strangers()
        self.check_missing()
        self.check_unknown()
        self.check_types()
        self.check_values()
        self.check_optional()

    def check_wire(self):
        """What does not depend on a body of JSON."""
        self.check_valid()
        self.check_strangers()
        self.check_missing()
        self.check_values()

    def make(self):
        """A valid input. An operation that only reads leaves its example as it is."""
        if self.made is None or not self.reads:
            self.made = self.example.make(self.world)
        return self.made

    def call(self, what, change=None, given=None):
        """The answer, which must be as the model has it."""
        self.calls += 1
        given = self.make() if given is None else given
        answer = self.caller.call(self.operation.name, change, **given)
        self.faults += [f"{what}: {fault}" for fault in answer.faults]
        return answer

    def refuse(self, what, change=None, given=None):
        answer = self.call(what, change, given)
        if answer.succeeded:
            self.faults.append(f"{what}: accepted")

    def check_valid(self):
        answer = self.call("a valid input")
        wanted = self.example.error
        if answer.code != wanted:
            self.faults.append(f"a valid input: {wanted or 'success'} wanted, found {answer}")

    def check_strangers(self):
        """A name that nobody has: a success or an error, as the operation declares it."""
        given = self.make()
        for path, member, required in self.members(given):
            if required and member.type_name == "string" and not getattr(member, "enum", None):
                self.call(
                    f"{text(path)} {STRANGER}", given=inputs.changed(self.make(), path, STRANGER)
                )

    def members(self, given):
        shape = self.operation.input_shape
        return list(inputs.places(shape, given)) if shape else []

    def check_missing(self):
        given = self.make()
        for path, member, required in self.members(given):
            if required and member.serialization.get("location") != "uri":
                self.refuse(f"without {text(path)}", given=inputs.changed(given, path, None))

    def check_unknown(self):
        if not self.has_json_body():
            return
        self.refuse("an unknown parameter", lambda body: body.update({UNKNOWN: 1}))

    def has_json_body(self):
        """Whether the input is the JSON of the body, rather than a payload or only a path."""
        shape = self.operation.input_shape
        if shape is None or shape.serialization.get("payload"):
            return False
        return self.operation.http["method"] not in ("GET", "DELETE")

    def check_types(self):
        """Members of the body with another JSON type."""
        if not self.has_json_body():
            return
        given = self.make()
        for path, member, _ in self.members(given):
            if "location" in member.serialization:
                continue
            wrong = 7 if member.type_name in ("structure", "list", "map", "string") else [[]]
            wire = self.wire(path)
            self.refuse(
                f"{text(path)} as {json.dumps(wrong)}",
                lambda body, at=wire, new=wrong: put(body, at, new),
            )

    def wire(self, path):
        """A path with the names on the wire."""
        shape, names = self.operation.input_shape, []
        for step in path:
            if isinstance(step, int):
                names.append(step)
                shape = shape.member
            else:
                shape = shape.members[step]
                names.append(shape.serialization.get("name", step))
        return names

    def check_values(self):
        """Values that an enumeration of the model does not have."""
        given = self.make()
        for path, member, _ in self.members(given):
            place = member.serialization.get("location")
            if text(path) in self.example.skipped:
                continue
            if getattr(member, "enum", None) and place != "uri":
                self.refuse(f"{text(path)} as Nonsense", given=self.with_value(path, "Nonsense"))

    def with_value(self, path, new):
        return inputs.changed(self.make(), path, new)

    def check_optional(self):
        """Each parameter is refused, or it can be seen."""
        if self.example.error:
            return
        waiting = [((), each) for each in self.absent(self.make())]
        while waiting:
            settings, (path, member, _) = waiting.pop()
            if text(path) not in self.example.skipped:
                settings += ((path, self.new_value(path, member)),)
                waiting += [(settings, each) for each in self.check_setting(settings, member)]

    def new_value(self, path, member):
        return self.example.values.get(text(path), inputs.value(member, path[-1]))

    def absent(self, given, shape=None, path=()):
        """The members that an input does not have: all, or those inside one of its members."""
        found = inputs.inside(shape, inputs.get(given, path), path) if path else self.members(given)
        return [each for each in found if inputs.get(given, each[0]) is None]

    def check_setting(self, settings, member):
        """Checks the last setting; returns the optional members of what was accepted."""
        given = self.make()
        for place, each in settings:
            given = inputs.changed(given, place, each)
        path, new = settings[-1]
        answer = self.call(f"{text(path)} given", given=given)
        if not answer.succeeded:
            return []
        if not self.is_seen(path, new, given, answer):
            self.faults.append(f"{text(path)} is accepted and ignored")
        return self.absent(given, member, path)

    def is_seen(self, path, new, given, answer):
        if text(path) in self.example.unseen or new in ({}, []):
            return True
        if self.reads or self.operation.name == "Invoke":
            return self.changes(path, given, answer)
        trees = [json_or_text(answer.body)]
        if self.example.read:
            operation, reading = self.example.read(given, answer.output)
            trees.append(json_or_text(self.caller.call(operation, **reading).body))
        return any(has(tree, path[-1], new) for tree in trees)

    def changes(self, path, given, answer):
        """Whether the answer to the same input without the parameter is another one."""
        without = self.caller.call(self.operation.name, **inputs.changed(given, path, None))
        return without.body != answer.body or without.output.keys() != answer.output.keys()


def text(path):
    return ".".join(map(str, path))


def put(body, path, new):
    for step in path[:-1]:
        if isinstance(step, int):
            body = body[step]
        else:
            body = body.setdefault(step, {})
    body[path[-1]] = new


def json_or_text(body):
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return body.decode()


def has(tree, name, wanted):
    """Whether a value is anywhere in an answer, under its name if it could be anything."""
    if isinstance(wanted, dict):
        return all(has(tree, key, each) for key, each in wanted.items())
    if isinstance(wanted, list):
        return all(has(tree, name, each) for each in wanted)
    if isinstance(wanted, str):
        return any(wanted in leaf for _, leaf in leaves(tree) if isinstance(leaf, str))
    return any(key.lower() == str(name).lower() and leaf == wanted for key, leaf in leaves(tree))


def leaves(tree, key=""):
    if isinstance(tree, dict):
        for name, each in tree.items():
            yield from leaves(each, name)
    elif isinstance(tree, list):
        for each in tree:
            yield from leaves(each, key)
    else:
        yield key, tree
