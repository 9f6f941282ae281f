"""Reads the bodies of answers in the protocols of AWS, as trees of JSON's types."""

import datetime
import email.utils
import json
import re
import xml.etree.ElementTree

ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LATEST = 4_102_444_800  # the year 2100 in seconds: what is later was meant in milliseconds
ERROR_TYPE = "x-amzn-errortype"


def wire_of(operation):
    """The protocol of an operation's answers."""
    service = operation.service_model
    return {
        "rest-json": RestJson,
        "json": AwsJson,
        "query": Query,
        "smithy-rpc-v2-cbor": Cbor,
    }[service.resolved_protocol](service)


def is_instant(wanted, found):
    """Whether a date has a format of the models: iso8601, rfc822 or unixTimestamp."""
    if wanted == "iso8601":
        return isinstance(found, str) and bool(ISO_8601.fullmatch(found))
    if wanted == "rfc822":
        return isinstance(found, str) and bool(email.utils.parsedate_tz(found))
    is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
    return is_number and 0 <= found < LATEST


class RestJson:
    """JSON whose error has its name in a header."""

    content_type = "application/json"
    instants = "unixTimestamp"
    needed_headers = {}

    def __init__(self, service):
        self.service = service

    def tree(self, shape, body):
        return json.loads(
            body or b"{}", object_pairs_hook=_distinct_names, parse_constant=_refuse_constant
        )

    def success(self, operation, body):
        """The tree of an output."""
        return self.tree(operation.output_shape, body)

    def error(self, headers, body):
        """The name of an error, and its tree."""
        return _name(headers.get(ERROR_TYPE)), self.tree(None, body)

    def is_right_instant(self, wanted, found):
        return is_instant(wanted or self.instants, found)

    def beside(self, shape):
        """What an error may have beside its model: a message, if the model has none."""
        named = any(name.lower() == "message" for name in shape.members)
        return set() if named else {"message"}

    def is_named(self, shape, name):
        return shape.name == name


class AwsJson(RestJson):
    """JSON whose error has its name in the body."""

    def __init__(self, service):
        super().__init__(service)
        self.content_type = f"application/x-amz-json-{service.metadata['jsonVersion']}"

    def error(self, headers, body):
        found = self.tree(None, body)
        return _name(found.get("__type")), found

    def beside(self, shape):
        return {"__type", *super().beside(shape)}


class Cbor(AwsJson):
    """Smithy RPC v2 CBOR, whose dates have a tag."""

    needed_headers = {"smithy-protocol": "rpc-v2-cbor"}
    instants = "with tag 1"

    def __init__(self, service):
        super().__init__(service)
        self.content_type = "application/cbor"

    def tree(self, shape, body):
        from botocore.parsers import RpcV2CBORParser  # the AWS CLI has no such answers

        if not body:
            return {}
        parser = RpcV2CBORParser()
        stream = parser.get_peekable_stream_from_bytes(body)
        found = parser.parse_data_item(stream)
        if stream.read():
            raise ValueError("something follows the CBOR")
        return found

    def is_right_instant(self, wanted, found):
        return isinstance(found, datetime.datetime) and found.timestamp() < LATEST


class Query(RestJson):
    """XML of AWS Query; text becomes what the model says, if it can be read so."""

    content_type = "text/xml"
    instants = "iso8601"

    def success(self, operation, body):
        root = self._root(body, f"{operation.name}Response")
        shape = operation.output_shape
        children = [_tag(child) for child in root]
        wrapper = shape and shape.serialization["resultWrapper"]
        wanted = [wrapper, "ResponseMetadata"] if wrapper else ["ResponseMetadata"]
        if children != wanted:
            raise ValueError(f"{_tag(root)} has {children}, not {wanted}")
        return _of_xml(shape, root[0]) if wrapper else {}

    def error(self, headers, body):
        root = self._root(body, "ErrorResponse")
        if [_tag(child) for child in root] != ["Error", "RequestId"]:
            raise ValueError("no Error and RequestId in it")
        found = {_tag(child): child.text for child in root[0]}
        if found.pop("Type", None) not in ("Sender", "Receiver"):
            raise ValueError("its Type is not Sender or Receiver")
        return found.pop("Code", ""), found

    def _root(self, body, wanted):
        root = xml.etree.ElementTree.fromstring(body)
        named = f"{{{self.service.metadata['xmlNamespace']}}}{wanted}"
        if root.tag != named:
            raise ValueError(f"the root is {root.tag}, not {named}")
        return root

    def beside(self, shape):
        return {"Message"}

    def is_named(self, shape, name):
        return shape.metadata.get("error", {}).get("code", shape.name) == name


def _name(found):
    return str(found or "").split(":")[0].rsplit("#", 1)[-1]


def _distinct_names(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name comes twice in {[name for name, _ in pairs]}")
    return found


def _refuse_constant(constant):
    raise ValueError(f"{constant} is no JSON number")


def _tag(element):
    return element.tag.rpartition("}")[2]


def _of_xml(shape, element):
    if shape.type_name == "structure":
        return _distinct_names(
            [(_tag(child), _of_member(shape.members.get(_tag(child)), child)) for child in element]
        )
    if shape.type_name == "list":
        wrong = {_tag(child) for child in element} - {"member"}
        if wrong:
            raise ValueError(f"the list {_tag(element)} has {wrong}")
        return [_of_xml(shape.member, child) for child in element]
    return _of_text(shape.type_name, element.text or "")


def _of_member(shape, element):
    return element.text if shape is None else _of_xml(shape, element)


def _of_text(kind, text):
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in ("integer", "long") and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind in ("double", "float") and re.fullmatch(r"-?\d+(\.\d+)?([Ee]-?\d+)?", text):
        return float(text)
    return text
