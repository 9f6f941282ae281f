"""A SAM template as CloudFormation gets it: translated, with its intrinsic functions resolved."""

import copy
import functools
import hashlib
import logging
import os
import pathlib
import re

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT = "123456789012"
REGION = "us-east-1"
os.environ.setdefault("AWS_DEFAULT_REGION", REGION)  # the translator asks for the Region
logging.getLogger("samtranslator").setLevel(logging.ERROR)  # it warns that it sends no telemetry

# Stands for AWS::NoValue.
NOTHING = object()


@functools.cache
def source(path):
    return yaml_parse((ROOT / path).read_text())


def own_template():
    """The template of Coalmine, as `sam deploy` uploads it."""
    template = copy.deepcopy(source("template.yaml"))
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/coalmine-lambda.jar"
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::StateMachine":
            resource["Properties"]["DefinitionUri"] = f"s3://bucket/{name}"
    return template


class Stack:
    """A translated template with values for its parameters.

    `macro` is a macro that the template's Transform names after SAM's, and `imports` has what other
    stacks export.
    """

    def __init__(
        self,
        template,
        parameters,
        name="coalmine",
        partition="aws",
        region=REGION,
        macro=None,
        imports=None,
    ):
        translated = Translator({}, Parser()).translate(copy.deepcopy(template), dict(parameters))
        if macro:
            translated = macro(translated)
        self.template = translated
        self.imports = imports or {}
        self.parameters = translated.get("Parameters", {})
        self.conditions = translated.get("Conditions", {})
        self.values = {**defaults(self.parameters), **parameters}
        self.declared = translated["Resources"]
        self.declared_outputs = translated.get("Outputs", {})
        self.name, self.partition, self.region = name, partition, region

    @functools.cached_property
    def resources(self):
        """The resources that are created, resolved."""
        return {
            name: self.resolve(resource)
            for name, resource in self.declared.items()
            if self.holds_for(resource)
        }

    @functools.cached_property
    def exports(self):
        """The values that other stacks can import, by their names."""
        return {
            self.resolve(output["Export"]["Name"]): self.resolve(output["Value"])
            for output in self.declared_outputs.values()
            if "Export" in output and self.holds_for(output)
        }

    def holds_for(self, declared):
        """Whether a resource or an output is there: it has no condition, or its condition is true."""
        return "Condition" not in declared or self.holds(declared["Condition"])

    def of_type(self, kind):
        return {name: found for name, found in self.resources.items() if found["Type"] == kind}

    def properties(self, name):
        return self.resources[name].get("Properties", {})

    # Intrinsic functions

    def resolve(self, node):
        if isinstance(node, list):
            return [each for each in map(self.resolve, node) if each is not NOTHING]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (function, argument), *_ = node.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._call(function, argument)
        found = {key: self.resolve(value) for key, value in node.items()}
        return {key: value for key, value in found.items() if value is not NOTHING}

    def _call(self, function, argument):
        match function:
            case "Ref":
                return self.ref(argument)
            case "Fn::GetAtt":
                parts = argument.split(".", 1) if isinstance(argument, str) else argument
                return self.attribute(*parts)
            case "Fn::ImportValue":
                return self.imports[self.resolve(argument)]
            case "Fn::Join":
                separator, parts = self.resolve(argument)
                return separator.join(map(str, parts))
            case "Fn::Split":
                separator, text = self.resolve(argument)
                return text.split(separator)
            case "Fn::Select":
                index, parts = self.resolve(argument)
                return parts[int(index)]
            case "Fn::Sub":
                return self._sub(argument)
            case "Fn::If":
                return self.resolve(argument[1 if self.holds(argument[0]) else 2])
        raise ValueError(f"{function} is not known here")

    def _sub(self, argument):
        text, own = (argument, {}) if isinstance(argument, str) else argument

        def value(found):
            name = found.group(1)
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in own:
                return str(self.resolve(own[name]))
            return str(self.attribute(*name.split(".", 1)) if "." in name else self.ref(name))

        return re.sub(r"\$\{([^}]+)}", value, text)

    def holds(self, condition):
        """Whether a condition is true, given by its name or written out."""
        if isinstance(condition, str):
            return self.holds(self.conditions[condition])
        ((function, argument),) = condition.items()
        match function:
            case "Condition":
                return self.holds(argument)
            case "Fn::Equals":
                left, right = self.resolve(argument)
                return left == right
            case "Fn::Not":
                return not self.holds(argument[0])
            case "Fn::And":
                return all(map(self.holds, argument))
            case "Fn::Or":
                return any(map(self.holds, argument))
        raise ValueError(f"{function} is not known here")

    # What CloudFormation would answer once a resource exists

    def ref(self, name):
        pseudo = {
            "AWS::Partition": self.partition,
            "AWS::Region": self.region,
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::NoValue": NOTHING,
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.parameters:
            many = self.parameters[name]["Type"] == "CommaDelimitedList"
            value = str(self.values[name])
            return value.split(",") if many else value
        match self._type(name):
            case "AWS::Lambda::Version" | "AWS::Lambda::Alias":
                return self.arn(name)
            case "AWS::StepFunctions::StateMachine" | "AWS::SNS::Topic" | "AWS::IAM::ManagedPolicy":
                return self.arn(name)
            case "AWS::IAM::OIDCProvider":
                return self.arn(name)
            case "AWS::SQS::Queue":
                return f"https://sqs.{self.region}.amazonaws.com/{ACCOUNT}/{self.physical_name(name)}"
        return self.physical_name(name)

    def attribute(self, name, attribute):
        if attribute in ("Arn", "TopicArn"):
            return self.arn(name)
        if attribute == "Version":
            return self.version_number(name)
        if attribute in ("QueueName", "TopicName", "Name"):
            return self.physical_name(name)
        return f"{name}.{attribute}"

    def arn(self, name):
        own = self.physical_name(name)
        match self._type(name):
            case "AWS::Lambda::Version":
                return f"{self._function(name)}:{self.version_number(name)}"
            case "AWS::Lambda::Alias":
                return f"{self._function(name)}:{self._property(name, 'Name')}"
            case "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy" as kind:
                path = self._property(name, "Path", "/")
                what = "role" if kind == "AWS::IAM::Role" else "policy"
                return f"arn:{self.partition}:iam::{ACCOUNT}:{what}{path}{own}"
            case "AWS::IAM::OIDCProvider":
                host = self._property(name, "Url").removeprefix("https://")
                return f"arn:{self.partition}:iam::{ACCOUNT}:oidc-provider/{host}"
            case "AWS::S3::Bucket":
                return f"arn:{self.partition}:s3:::{own.lower()}"
        service, resource = {
            "AWS::Lambda::Function": ("lambda", "function:"),
            "AWS::StepFunctions::StateMachine": ("states", "stateMachine:"),
            "AWS::SQS::Queue": ("sqs", ""),
            "AWS::SNS::Topic": ("sns", ""),
            "AWS::Events::EventBus": ("events", "event-bus/"),
            "AWS::Events::Rule": ("events", "rule/"),
            "AWS::Logs::LogGroup": ("logs", "log-group:"),
            "AWS::CodeBuild::Project": ("codebuild", "project/"),
        }[self._type(name)]
        end = ":*" if service == "logs" else ""
        return f"arn:{self.partition}:{service}:{self.region}:{ACCOUNT}:{resource}{own}{end}"

    def _function(self, name):
        """The ARN of a version's or an alias' function, without a qualifier."""
        given = self._property(name, "FunctionName")
        start = f"arn:{self.partition}:lambda:{self.region}:{ACCOUNT}:function:"
        return given if given.startswith("arn:") else start + given

    def physical_name(self, name):
        """As the template says, otherwise as CloudFormation makes it, of at most 64 characters."""
        for key in ("FunctionName", "StateMachineName", "Name", "QueueName", "LogGroupName"):
            names_itself = self._type(name) not in ("AWS::Lambda::Version", "AWS::Lambda::Alias")
            if names_itself and self._property(name, key):
                return self._property(name, key)
        suffix = hashlib.sha256(name.encode()).hexdigest()[:12].upper()
        return f"{self.name[:24]}-{name[:24]}-{suffix}"

    @staticmethod
    def version_number(name):
        """A number for a version's logical id."""
        return str(int(hashlib.sha256(name.encode()).hexdigest()[:6], 16))

    def _type(self, name):
        if name not in self.declared:
            raise KeyError(f"there is no resource {name}")
        return self.declared[name]["Type"]

    def _property(self, name, key, default=""):
        return self.resolve(self.declared[name].get("Properties", {}).get(key, default))


def defaults(parameters):
    return {
        name: parameter["Default"]
        for name, parameter in parameters.items()
        if "Default" in parameter
    }
