#!/usr/bin/env python3
"""Checks what a tag publishes: the artifacts of `./coalmine-release`, as somebody would use them
who has neither the sources nor Maven.

Makes the artifacts if they are not there. The templates go through cfn-lint and AWS' SAM translator;
the archives of the command line are unpacked in a fresh folder and run by a runtime without a compiler.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if one failed. Needs Python
3.11, git, a JDK, Maven, cfn-lint and aws-sam-translator (requirements.txt), and Node.js with npm.

usage: python3 acceptance/release.py
"""

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

from samtranslator.yaml_helper import yaml_parse

from support.claims import Claims, closing_line
from support.release import SUMS, archive, checked_out, digests, release, version
from support.up import ROOT, Up
from translation.stack import Stack, own_template

TEMPLATE = "coalmine-template.yaml"
SAM_TEMPLATE = "coalmine-sam.yaml"
JAR = "coalmine-functions.jar"
FUNCTIONS = {"Functions": "arn:aws:lambda:us-east-1:123456789012:function:orders"}
BUCKET = {**FUNCTIONS, "CodeBucket": "releases"}
# A template that CloudFormation gets by a URL; the older of its two limits, which Terraform's page of
# aws_cloudformation_stack still has.
LARGEST_TEMPLATE = 460_800
# "AWS SAM template Metadata section properties"
METADATA = {
    "Name": r"[a-zA-Z0-9\-]{1,140}",
    "Description": r".{1,256}",
    "Author": r"[a-z0-9](([a-z0-9]|-(?!-))*[a-z0-9])?",
    "SpdxLicenseId": r"Apache-2\.0",
    "SemanticVersion": r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?",
}
CDK = ROOT / "integrations/cdk"
FIRST_REHEARSAL_SECONDS = 60
TIMEOUT_SECONDS = 120
# What a JRE has that is none of java.se: the server of `up`, and what the SDK and TLS need.
MODULES = "java.se,jdk.httpserver,jdk.unsupported,jdk.crypto.ec"


def check_files(claims, folder):
    expected = [JAR, TEMPLATE, SAM_TEMPLATE, "coalmine-functions.cdx.json", "coalmine-cli.cdx.json"]
    expected += [archive(folder, kind).name for kind in ("tar.gz", "zip")]
    expected += ["LICENSE", "README.md", "RELEASE-NOTES.md", SUMS]
    found = digests(folder)
    claims.equal("these are the artifacts", sorted(expected), sorted(found))
    del found[SUMS]
    listed = dict(reversed(line.split("  ")) for line in (folder / SUMS).read_text().splitlines())
    claims.equal(f"{SUMS} has the checksum of each", found, listed)


def check_notes(claims, folder):
    notes = (folder / "RELEASE-NOTES.md").read_text()
    section = "Unreleased" if version().endswith("-SNAPSHOT") else version()
    changelog = (ROOT / "CHANGELOG.md").read_text()
    expected = re.search(rf"^## \[?{re.escape(section)}\]?.*\n((?:(?!## ).*\n)*)", changelog, re.M)
    claims.check(f"CHANGELOG.md has a section {section}", expected, "a section", None)
    claims.equal("the notes are that section", f"# Coalmine {version()}\n{expected[1]}", notes)


# Templates


def template(folder, name):
    return yaml_parse((folder / name).read_text())


def check_lint(claims, folder):
    done = subprocess.run(
        ["cfn-lint", str(folder / TEMPLATE), str(folder / SAM_TEMPLATE)],
        capture_output=True,
        text=True,
    )
    claims.equal("cfn-lint finds no fault in the templates", (0, ""), (done.returncode, done.stdout))


def translated(stack):
    """The resources of a stack without where code and definitions are, and versions by their function."""
    resources = json.loads(re.sub(r"(FunctionVersion)[0-9a-f]{10}", r"\1", json.dumps(stack.declared)))
    for resource in resources.values():
        resource.pop("Metadata", None)
        for place in ("Code", "DefinitionString", "DefinitionS3Location"):
            resource.get("Properties", {}).pop(place, None)
    return resources


def definitions(stack):
    """The state machines whose definition is in the template, by logical id."""
    found = {}
    for name in stack.of_type("AWS::StepFunctions::StateMachine"):
        separator, lines = stack.declared[name]["Properties"]["DefinitionString"]["Fn::Join"]
        found[name] = json.loads(separator.join(lines))
    return found


def check_same_stack(claims, name, found):
    own = Stack(own_template(), FUNCTIONS)
    claims.equal(f"{name} makes the same resources as template.yaml", translated(own), translated(found))
    expected = {
        machine: json.loads((ROOT / f"statemachine/{file}.asl.json").read_text())
        for machine, file in {"Workflow": "canary", "StackWorkflow": "stack"}.items()
    }
    claims.equal(f"{name} has the state machines in it", expected, definitions(found))


def code(stack):
    return {
        (found["Properties"]["Code"]["S3Bucket"], found["Properties"]["Code"]["S3Key"])
        for found in stack.of_type("AWS::Lambda::Function").values()
    }


def versions(stack):
    return set(stack.of_type("AWS::Lambda::Version"))


def check_code(claims, folder):
    """SAM makes the name of a version from the properties of its function."""
    packaged = template(folder, TEMPLATE)
    key = f"coalmine/{digests(folder)[JAR]}.jar"
    first = Stack(packaged, BUCKET)
    claims.equal("all functions run the jar of that release", {("releases", key)}, code(first))
    named = Stack(packaged, {**BUCKET, "CodeKey": "own.jar"})
    claims.equal("CodeKey names another key", {("releases", "own.jar")}, code(named))
    newer = yaml_parse((folder / TEMPLATE).read_text().replace(key, f"coalmine/{'0' * 64}.jar"))
    upgraded = Stack(newer, {**BUCKET, "CodeKey": ""})  # an update keeps the values of parameters
    claims.equal(
        "another jar publishes versions of all functions",
        (len(versions(first)), set()),
        (len(versions(upgraded)), versions(first) & versions(upgraded)),
    )


def check_metadata(claims, folder):
    found = template(folder, SAM_TEMPLATE)["Metadata"]["AWS::ServerlessRepo::Application"]
    wrong = {key: found.get(key) for key, rule in METADATA.items() if not re.fullmatch(rule, found[key])}
    claims.equal("the metadata for the Serverless Application Repository is valid", {}, wrong)
    claims.equal("it has the version", version(), found["SemanticVersion"])
    files = [found[key] for key in ("LicenseUrl", "ReadmeUrl")]
    claims.equal("its files are artifacts", [], [it for it in files if not (folder / it).is_file()])


def check_install_page(claims):
    """The repository reads the bucket of whoever publishes, and no other account's."""
    page = (ROOT / "docs/install.md").read_text()
    (statement,) = json.loads(re.search(r"^```json\n(.*?)^```", page, re.M | re.S)[1])["Statement"]
    claims.equal("the page lets one service read", {"Service": "serverlessrepo.amazonaws.com"}, statement["Principal"])
    claims.equal("it may only read", "s3:GetObject", statement["Action"])
    claims.contains("for one account", ["aws:SourceAccount"], json.dumps(statement["Condition"]))
    needs_no_build, builds = page.index("coalmine-template.yaml"), page.index("mvn ")
    claims.check("what needs no build comes first", needs_no_build < builds, "first", (needs_no_build, builds))


def check_templates(claims, folder):
    check_lint(claims, folder)
    check_same_stack(claims, TEMPLATE, Stack(template(folder, TEMPLATE), BUCKET))
    sam = template(folder, SAM_TEMPLATE)
    claims.equal(f"{SAM_TEMPLATE} names the jar beside it", JAR, sam["Globals"]["Function"]["CodeUri"])
    sam["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"  # as sam package does
    check_same_stack(claims, SAM_TEMPLATE, Stack(sam, FUNCTIONS))
    sizes = {name: (folder / name).stat().st_size for name in (TEMPLATE, SAM_TEMPLATE)}
    claims.check(
        "CloudFormation takes them", max(sizes.values()) < LARGEST_TEMPLATE, LARGEST_TEMPLATE, sizes
    )
    check_code(claims, folder)
    check_metadata(claims, folder)
    check_install_page(claims)


# The constructs of CDK


def run_quietly(*command):
    """jsii writes a box of warnings for each Node.js that is no longer supported."""
    done = subprocess.run(command, cwd=CDK, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")


def check_cdk(claims, folder):
    """An app that installs these files, and releases a function by them."""
    packages = [json.loads((CDK / name).read_text()) for name in ("package.json", "package-lock.json")]
    claims.equal("CDK's package has the version", [version()] * 2, [it["version"] for it in packages])
    if not (CDK / "node_modules").exists():
        run_quietly("npm", "ci", "--no-audit", "--no-fund")
    run_quietly("npm", "run", "build")
    with tempfile.TemporaryDirectory() as made:
        app = ROOT / "acceptance/support/install_by_cdk.cjs"
        run_quietly("node", str(app), str(folder), made)
        found = sorted(pathlib.Path(made).glob("*.template.json"))
        # CDK writes dependencies twice.
        command = ["cfn-lint", "--ignore-checks", "W3005", "--", *map(str, found)]
        done = subprocess.run(command, capture_output=True, text=True)
        tools = json.loads((pathlib.Path(made) / "Tools.template.json").read_text())["Resources"]
        (nested,) = [it for it in tools.values() if it["Type"] == "AWS::CloudFormation::Stack"]
        assets = {path.suffix: path.read_bytes() for path in pathlib.Path(made).glob("asset.*")}
    claims.equal("cfn-lint finds no fault in an app of CDK", (2, 0, ""), (len(found), done.returncode, done.stdout))
    expected = {kind: (folder / name).read_bytes() for kind, name in ((".jar", JAR), (".yaml", TEMPLATE))}
    claims.check("its assets are the files of the release", assets == expected, "the files", sorted(assets))
    parameters = template(folder, TEMPLATE)["Parameters"]
    given = nested["Properties"]["Parameters"]
    needed = {name for name, it in parameters.items() if "Default" not in it}
    claims.equal("the template has each parameter", [], sorted(given.keys() - parameters.keys()))
    claims.equal("it gets those that it needs", [], sorted(needed - given.keys()))


# The command line


@functools.cache
def jlink():
    return shutil.which("jlink", path=f"{os.environ.get('JAVA_HOME', '')}/bin:{os.environ['PATH']}")


def make_runtime(folder):
    """A Java without a compiler, as a JRE is; empty if this JDK cannot make one."""
    runtime = folder / "jre"
    command = [jlink(), "--add-modules", MODULES, "--output", str(runtime)]
    made = jlink() and subprocess.run(command, capture_output=True).returncode == 0
    return str(runtime) if made else os.environ.get("JAVA_HOME", "")


class Archive:
    """An unpacked archive in a fresh folder, where there is neither Maven nor git."""

    def __init__(self, folder, java_home):
        self.folder = folder
        self.launcher = str(folder / f"coalmine-cli-{version()}/bin/coalmine")
        tools = folder / "tools"
        tools.mkdir()
        for name in ("sh", "sed", "head", "readlink", "dirname"):
            (tools / name).symlink_to(shutil.which(name))
        if not java_home:
            (tools / "java").symlink_to(shutil.which("java"))
        self.environment = {"PATH": str(tools), "HOME": str(folder), "LANG": "C.UTF-8"}
        if java_home:
            self.environment["JAVA_HOME"] = java_home

    def run(self, *words, launcher=None):
        return subprocess.run(
            [launcher or self.launcher, *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )


def check_archives(claims, folder):
    """The same files, with the same rights, in both."""
    with tarfile.open(archive(folder, "tar.gz")) as packed:
        tar = {it.name: (it.mode & 0o777, packed.extractfile(it).read()) for it in packed if it.isfile()}
    with zipfile.ZipFile(archive(folder, "zip")) as packed:
        files = [it for it in packed.infolist() if not it.is_dir()]
        zipped = {it.filename: (it.external_attr >> 16 & 0o777, packed.read(it)) for it in files}
    other = sorted(name for name in {**tar, **zipped} if tar.get(name) != zipped.get(name))
    claims.equal("both archives have the same files, with the same rights", [], other)
    top = f"coalmine-cli-{version()}/"
    executable = [name for name, (mode, _) in tar.items() if mode & 0o111]
    claims.equal("one of them can be executed", [f"{top}bin/coalmine"], executable)
    claims.equal("all are in one folder", [], [name for name in tar if not name.startswith(top)])


def without_code(page):
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", page, flags=re.M | re.S)


def check_links(claims, top):
    """A page of the archive leads to pages and files of the archive."""
    pages = sorted(top.rglob("*.md"))
    claims.check("the archive has pages", len(pages) > 30, "more than 30", len(pages))
    dead = [
        f"{page.relative_to(top)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(<?([^)>\s]+)", without_code(page.read_text()))
        if not re.match(r"[a-z]+:|#", link) and not (page.parent / link.split("#")[0]).exists()
    ]
    claims.equal("each relative link leads to a file of the archive", [], dead)


def check_first_rehearsal(claims, folder, place):
    began = time.monotonic()
    with tarfile.open(archive(folder, "tar.gz")) as packed:
        packed.extractall(place.folder)
    done = place.run("rehearse")
    seconds = time.monotonic() - began
    claims.equal("the first rehearsal ends with 0", 0, done.returncode)
    claims.contains("it promotes", ["outcome: PROMOTED"], done.stdout)
    claims.equal("it writes no notice", "", done.stderr)
    claims.check(
        f"it takes at most {FIRST_REHEARSAL_SECONDS} s from the archive on",
        seconds <= FIRST_REHEARSAL_SECONDS,
        FIRST_REHEARSAL_SECONDS,
        round(seconds),
    )


def check_commands(claims, place, commit):
    done = place.run("--version")
    told = f"coalmine {version()} ({commit})\n"
    claims.equal("--version tells version and commit", told, done.stdout)
    (place.folder / "mine.json").write_text('{"function": "orders", "plan": "AllAtOnce"}')
    (place.folder / "link").symlink_to(place.launcher)
    done = place.run("rehearse", "mine.json", "--traffic", "failing", launcher="./link")
    claims.equal("a request of one's own is rehearsed, by a link too", 1, done.returncode)
    done = place.run("policies", "--parameter", f"Functions={FUNCTIONS['Functions']}")
    claims.equal("policies finds the template", 0, done.returncode)
    options = ("--speed", "600", "--traffic", "healthy")
    with Up(*options, launcher=place.launcher, environment=place.environment) as up:
        request = f"{place.folder}/coalmine-cli-{version()}/events/all-at-once.json"
        done = place.run("start", request, "--wait", "--endpoint", up.endpoint)
    claims.equal("start finds the workflow of up", 0, done.returncode)
    claims.contains("and waits for its release", ["PROMOTED"], done.stdout)


def check_packaged_template(claims, folder, place):
    """The embedded AWS reads the packaged template, which needs no other file."""
    top = place.folder / f"coalmine-cli-{version()}"
    shutil.rmtree(top / "statemachine")
    shutil.copyfile(folder / TEMPLATE, top / "template.yaml")
    done = place.run("rehearse")
    claims.equal(f"{TEMPLATE} alone is rehearsed too", 0, done.returncode)


def check_old_java(claims, place):
    """A Java of before is refused by its version, not by the class file that it cannot read."""
    old = place.folder / "old/bin"
    old.mkdir(parents=True)
    (old / "java").write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    (old / "java").chmod(0o755)
    place.environment["JAVA_HOME"] = str(old.parent)
    done = place.run("rehearse")
    claims.equal("an older Java is refused", 70, done.returncode)
    claims.contains("by its version", ["is Java 11: install a Java 17 or later"], done.stderr)


def main():
    commit = checked_out()
    folder = release()
    claims = Claims()
    check_files(claims, folder)
    check_notes(claims, folder)
    check_templates(claims, folder)
    check_cdk(claims, folder)
    check_archives(claims, folder)
    with tempfile.TemporaryDirectory() as name:
        place = Archive(pathlib.Path(name), make_runtime(pathlib.Path(name)))
        check_first_rehearsal(claims, folder, place)
        check_links(claims, place.folder / f"coalmine-cli-{version()}")
        check_commands(claims, place, commit)
        check_packaged_template(claims, folder, place)
        check_old_java(claims, place)
    print("\n".join(claims.lines))
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main())
