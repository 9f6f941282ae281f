#!/usr/bin/env python3
"""Runs the AWS commands that the documentation prints, as they are printed, against `./coalmine up`.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed. Needs Python
3.11, curl and an AWS CLI: the one on the PATH, or those whose paths are given. Versions 1 and 2 of
the CLI differ in what they take, and the documentation has one form for both.

usage: python3 acceptance/commands.py [AWS …]
"""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from support import arns
from support.answer_check import CommandLine
from support.aws_client import ENVIRONMENT, Client
from support.claims import Claims, closing_line
from support.up import ROOT, Up

USAGE_ERROR = 64
TIMEOUT_SECONDS = 300
HALF_AN_HOUR = datetime.timedelta(minutes=30)
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)

# Lines of the documentation that are not about the AWS CLI: the server itself, load, and waiting for it;
# and services that `up` does not have.
LEFT_OUT = re.compile(r"^(\./coalmine |mvn |sam |ab |load=|wait |grep |sleep |while |do |aws ssm )")

# What only one version takes, or takes in another way.
OF_ONE_VERSION = {
    "--cli-binary-format": "version 1 does not know it",
    "--cli-auto-prompt": "version 1 does not know it",
    "--no-cli-pager": "version 1 does not know it",
    "aws sso login": "version 1 does not know it",
    "configure export-credentials": "version 1 does not know it",
    "AWS_REGION=": "version 1 reads AWS_DEFAULT_REGION",
}
BLOB = re.compile(r"--(payload|zip-file|client-context)[ =](?!fileb://)(\S+)")

# Whose ARNs stand in for ARN, by page and by the option before it.
STAND_INS = {
    "--state-machine-arn ARN": f"--state-machine-arn {arns.WORKFLOW_ARN}",
    "Arn=ARN": f"Arn={arns.function_arn('orders')}",
}


def blocks(page):
    return FENCE.findall((ROOT / page).read_text())


def commands(page):
    """The page's lines of shell that use the AWS CLI, and those that they need."""
    lines = []
    for block in blocks(page):
        if any(word in block for word in ("aws ", "AWS_", "url=")):
            for line in re.sub(r"\\\n\s*", "", block).splitlines():
                if not LEFT_OUT.search(line):
                    lines.append(line)
    return lines


def script(page, endpoint):
    text = "\n".join(["set -eu", *commands(page)])
    for printed, meant in STAND_INS.items():
        text = text.replace(printed, meant)
    return text.replace("http://127.0.0.1:4599", endpoint)


def check_forms(claims):
    """No command needs one version of the CLI."""
    for page in pages():
        text = page.read_text()
        name = page.relative_to(ROOT)
        found = [
            f"{form}: {why}"
            for form, why in OF_ONE_VERSION.items()
            for paragraph in text.split("\n\n")
            if form in paragraph and "version 2" not in paragraph
        ]
        claims.equal(f"{name} says what only one version of the CLI takes", [], found)
        blobs = [found.group(0) for found in BLOB.finditer(text)]
        claims.equal(f"{name} gives binary parameters as fileb://", [], blobs)


def pages():
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def run(claims, cli, name, text, endpoint, looking):
    """Runs a script of the shell, in which `aws` is the CLI."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "bin").mkdir()
        (pathlib.Path(folder) / "bin/aws").symlink_to(cli)
        (pathlib.Path(folder) / "events").symlink_to(ROOT / "events")
        environment = {
            **os.environ,
            **ENVIRONMENT,
            **looking.environment(),
            "AWS_ENDPOINT_URL": endpoint,
            "PATH": f"{folder}/bin:{os.environ['PATH']}",
        }
        done = subprocess.run(
            ["bash", "-c", text],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )
    claims.equal(f"{name} runs", (0, ""), (done.returncode, done.stderr.strip()[-600:]))
    return done.stdout


def check_pages(claims, cli):
    version = subprocess.run([cli, "--version"], capture_output=True, text=True, check=True)
    label = (version.stdout or version.stderr).split()[0]
    with Up("--speed", "60") as up, CommandLine(cli) as looking:
        first = script("docs/local-aws.md", up.endpoint)
        shown = run(claims, cli, f"{label}: docs/local-aws.md", first, up.endpoint, looking)
        claims.contains(f"{label}: its output has what the page says", ["COALMINE_ERRORS_AFTER"], shown)
        operations = script("docs/operations.md", up.endpoint)
        run(claims, cli, f"{label}: docs/operations.md", operations, up.endpoint, looking)
        looking.check().claim(claims, f"{label}: commands")
    with Up("--speed", "600", "--traffic", "healthy") as up, CommandLine(cli) as looking:
        recording = record(claims, cli, label, up.endpoint, looking)
        looking.check().claim(claims, f"{label}: record.sh")
        claims.contains(f"{label}: record.sh records", ["alias_durations", "p99"], recording)


def record(claims, cli, label, endpoint, looking):
    """Records what the traffic of `up` has left after half an hour, as docs/backtest.md says."""
    client = Client(endpoint)
    began = client.now()
    client.wait_until(client.now, lambda now: now - began > HALF_AN_HOUR, "half an hour is over")
    start = client.now().strftime("%Y-%m-%dT%H:%M:00Z")
    text = f"sh {ROOT}/docs/backtest/record.sh orders live 7 8 {start} 10"
    return run(claims, cli, f"{label}: docs/backtest/record.sh", text, endpoint, looking)


def main(clis):
    found = [shutil.which(cli) for cli in clis or ["aws"]]
    if not all(found):
        print("no AWS CLI: " + ", ".join(clis or ["aws"]), file=sys.stderr)
        return USAGE_ERROR
    claims = Claims()
    check_forms(claims)
    for cli in found:
        check_pages(claims, os.path.abspath(cli))
    print("\n".join(claims.lines))
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
