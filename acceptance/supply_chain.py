#!/usr/bin/env python3
"""Checks what the artifacts are made of: bills of materials, licences, and the same bytes again.

Makes the artifacts of a release a second time from a copy of the sources, without git, in another
folder, time zone and locale, and with other rights of new files: the bytes must be the same, and so
must the jar of an ordinary build. Compares the bill of materials with the licences in the jar. Checks
that the packages of the acceptance checks are pinned.

Prints a line for each claim, then `N passed, M failed`; exits with 1 if one failed. Needs Python
3.11, git and Maven.

usage: python3 acceptance/supply_chain.py
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from support.claims import Claims, closing_line
from support.release import commit, digests, release, sources
from support.up import ROOT, build

JAR = "functions/target/coalmine-lambda.jar"
BILL = "functions/target/coalmine-lambda.cdx.json"
THIRD_PARTY = "META-INF/third-party/"
# Each of them allows what Coalmine does; another one has to be read first.
LICENCES = {"Apache-2.0", "BSD-2-Clause", "MIT", "MIT-0"}
# Those of the libraries that the command line has beside; ASM's asks for its text, which is in third-party.
LAPTOP_LICENCES = LICENCES | {"BSD-3-Clause"}
PINNED = re.compile(r"[a-z0-9.\[\]-]+==[0-9][^*\s]*")


def check_bill(claims, name, components, allowed):
    claims.check(f"{name} has the SDK", any(it["name"] == "lambda" for it in components), "lambda", "")
    found = {
        each["license"].get("id", each["license"].get("name"))
        for it in components
        for each in it.get("licenses", [{"license": {"name": f"none of {it['name']}"}}])
        if it["group"] != "dev.coalmine"
    }
    claims.equal(f"{name} has licences that were read", set(), found - allowed)
    unsigned = [it["name"] for it in components if not it.get("hashes")]
    claims.equal(f"{name} has a hash of each library", [], unsigned)


def check_licences(claims, components, names):
    """A folder for each library of the bill, and none that is not in it."""
    texts = [name.removeprefix(THIRD_PARTY) for name in names if name.startswith(THIRD_PARTY)]
    licensed = {text.split("/")[0] for text in texts if "LICENSE" in text.upper()}
    claims.equal(
        "the jar has the licence of each library",
        sorted(f"{it['name']}-jar" for it in components),
        sorted(licensed),
    )
    own = [name for name in names if name in ("META-INF/LICENSE", "META-INF/NOTICE")]
    claims.equal("the jar has Coalmine's own", 2, len(own))
    claims.equal("each entry of the jar is there once", len(set(names)), len(names))


def check_pins(claims):
    lines = (ROOT / "acceptance/requirements.txt").read_text().splitlines()
    loose = [it for it in lines if it and it[0] != "#" and not PINNED.fullmatch(it)]
    claims.equal("pip's packages have exact versions", [], loose)
    lock = json.loads((ROOT / "acceptance/package-lock.json").read_text())["packages"]
    loose = [name for name, it in lock.items() if name and not it.get("integrity")]
    claims.equal("npm's packages have hashes", [], loose)
    versions = [
        f"{pom.relative_to(ROOT)}: {found}"
        for pom in ROOT.glob("*/pom.xml")
        for found in re.findall(r"<version>([^<]*(?:[\[(,]|LATEST|RELEASE)[^<]*)<", pom.read_text())
    ]
    claims.equal("Maven's libraries have exact versions", [], versions)


def made_again(folder, commit):
    """The artifacts once more, where the surroundings differ as much as they can."""
    for name in sources():
        target = pathlib.Path(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    other = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C", "COALMINE_COMMIT": commit}
    subprocess.run(
        [f"{folder}/coalmine-release"], env={**os.environ, **other}, umask=0o077, check=True
    )
    return pathlib.Path(folder, "target/release")


def check_again(claims, made):
    first = digests(made)
    with tempfile.TemporaryDirectory() as folder:
        again = digests(made_again(folder, commit(made)))
    for name in sorted(first | again):
        claims.equal(f"{name} has the same bytes again", first.get(name), again.get(name))
    built = {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in (JAR, BILL)}
    claims.equal("an ordinary build makes the same jar", first["coalmine-functions.jar"], built[JAR])
    claims.equal("and the same bill", first["coalmine-functions.cdx.json"], built[BILL])


def main():
    build()
    made = release()
    claims = Claims()
    components = json.loads((ROOT / BILL).read_text())["components"]
    with zipfile.ZipFile(ROOT / JAR) as jar:
        names = jar.namelist()
    check_bill(claims, "the bill of the jar", components, LICENCES)
    laptop = json.loads((made / "coalmine-cli.cdx.json").read_text())["components"]
    check_bill(claims, "the bill of the command line", laptop, LAPTOP_LICENCES)
    check_licences(claims, components, [name for name in names if not name.endswith("/")])
    check_pins(claims)
    check_again(claims, made)
    print("\n".join(claims.lines))
    print(closing_line(claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == "__main__":
    sys.exit(main())
