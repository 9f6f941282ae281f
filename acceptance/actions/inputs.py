"""Bad and hostile inputs."""

import hashlib
import pathlib
import shutil
import tarfile

from actions.job import FOLDER, job
from actions.outcomes import SHORT, failures
from support.release_request import ungated
from support.stories import story
from support.up import LAUNCHER, ROOT

HOSTILE = "\"; touch hit; $(touch hit) `touch hit` ${IFS} %0A::error::hit\n::error::hit"


@story
def bad_inputs_are_refused_all_at_once(client, claims):
    with job(client) as here:
        ended = here.run(
            {
                "request": "{",
                "request-file": "release.json",
                "region": "Frankfurt",
                "role-to-assume": "arn:aws:iam::123:role/x",
                "role-duration-seconds": "60",
                "endpoint": "up",
                "report": "yes",
                "cli-archive": "http://example.com/cli.tar.gz",
                "cli-sha256": "abc",
            }
        )
    claims.equal("bad inputs: only the first step ran", {"Check the inputs"}, failures(ended))
    claims.equal(
        "bad inputs: nothing else ran",
        {"skipped"},
        {how for name, how in ended.conclusions.items() if name != "Check the inputs"},
    )
    claims.equal("bad inputs: the outcome", "REFUSED", ended.outputs["outcome"])
    claims.contains(
        "bad inputs: each is named",
        [
            "request and request-file",
            "Frankfurt",
            "arn:aws:iam::123:role/x",
            "not 60",
            "not up",
            "not yes",
            "cli and cli-archive",
            "http://example.com/cli.tar.gz",
            "not abc",
        ],
        ended.outputs["reason"],
    )
    claims.equal("bad inputs: one annotation", ["error"], [name for name, _ in ended.annotations])


@story
def a_request_must_be_one_json_object(client, claims):
    for request, found in (("{", "JSON"), ("[]", "array"), ("{} {}", "2 values"), ("", "give request")):
        with job(client) as here:
            ended = here.run({"request": request})
        claims.equal(f"request {request!r}: refused", "REFUSED", ended.outputs["outcome"])
        claims.contains(f"request {request!r}: told", [found], ended.outputs["reason"])


@story
def hostile_text_is_only_text(client, claims):
    with job(client) as here:
        ended = here.run({"request": ungated(HOSTILE, SHORT), "workflow": "coalmine"})
        claims.equal("hostile: refused", "REFUSED", ended.outputs["outcome"])
        everywhere = here.run({name: HOSTILE for name in ("request-file", "region", "role-to-assume")})
        claims.equal("hostile inputs: refused", "REFUSED", everywhere.outputs["outcome"])
        hits = list(pathlib.Path(here.workspace).rglob("hit"))
    claims.equal("hostile: no command of the text ran", [], hits)
    commands = [text for _, text in ended.annotations + everywhere.annotations if text == "hit"]
    claims.equal("hostile: the runner took no command from it", [], commands)
    claims.check("hostile: no markup in the summary", "`" not in everywhere.summary, "none", everywhere.summary)


@story
def a_request_comes_from_a_file_and_the_command_from_an_archive(client, claims):
    client.make_function("archived")
    with job(client) as here:
        folder = pathlib.Path(here.workspace)
        (folder / "release.json").write_text(f'{{"function": "archived", "gate": {{"metrics": false}},'
                                             ' "plan": "AllAtOnce", "watch": "PT0S"}')
        command = folder / "bin" / "coalmine"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec "{LAUNCHER}" "$@"\n')
        command.chmod(0o755)
        archive = folder / "coalmine-cli.tar.gz"
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(command, "coalmine-cli-1/bin/coalmine")
        inputs = {"cli": "", "cli-archive": "coalmine-cli.tar.gz", "request-file": "release.json"}
        wrong = here.run({**inputs, "cli-sha256": "0" * 64})
        claims.mentions("archive: another checksum is refused", ["0" * 64], wrong.outputs["reason"])
        checksum = hashlib.sha256(archive.read_bytes()).hexdigest().upper()
        ended = here.run({**inputs, "cli-sha256": checksum})
    claims.equal("archive: its command releases", "PROMOTED", ended.outputs["outcome"])


@story
def an_action_of_an_archive_uses_the_command_beside_it(client, claims):
    client.make_function("unpacked")
    request = {"function": "unpacked", "plan": "AllAtOnce", "gate": {"metrics": False}, "watch": "PT0S"}
    with job(client) as here:
        top = pathlib.Path(here.workspace) / "coalmine-cli-1"
        shutil.copytree(ROOT / FOLDER, top / FOLDER)
        alone = here.run({"request": request, "cli": ""}, folder=top / FOLDER)
        launcher = top / "bin/coalmine"
        launcher.parent.mkdir()
        launcher.write_text(f'#!/bin/sh\ntouch "{top}/used"\nexec "{LAUNCHER}" "$@"\n')
        launcher.chmod(0o755)
        ended = here.run({"request": request, "cli": ""}, folder=top / FOLDER)
        used = (top / "used").exists()
    claims.mentions("unpacked: without a command", ["give cli or cli-archive"], alone.outputs["reason"])
    claims.equal("unpacked: the command beside it releases", ("PROMOTED", True), (ended.outputs["outcome"], used))


@story
def credentials_come_from_the_role(client, claims):
    client.make_function("assumed")
    role = "arn:aws:iam::123456789012:role/deploy/orders"
    request = {"function": "assumed", "plan": "AllAtOnce", "gate": {"metrics": False}, "watch": "PT0S"}
    with job(client) as here:
        ended = here.run(
            {
                "request": request,
                "role-to-assume": role,
                "region": "us-east-1",
                "role-duration-seconds": "14400",
                "report": "false",
            }
        )
    claims.equal(
        "role: it is asked for with the Region and the time",
        {"role-to-assume": role, "role-duration-seconds": "14400", "aws-region": "us-east-1"},
        ended.uses.get("Get credentials"),
    )
    claims.check("role: no report, as asked", "Upload the report" not in ended.uses, "none", ended.uses)
    claims.equal("role: the release goes on", "PROMOTED", ended.outputs["outcome"])
