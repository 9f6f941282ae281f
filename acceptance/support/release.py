"""The artifacts of a release: what `./coalmine-release` makes in target/release."""

import hashlib
import io
import re
import subprocess
import tarfile
import zipfile

from support.up import ROOT

FOLDER = ROOT / "target/release"
SUMS = "SHA256SUMS"
BUILD_TIMEOUT_SECONDS = 900


def version():
    """The version that pom.xml has."""
    return re.search(r"<version>([^<]+)</version>", (ROOT / "pom.xml").read_text()).group(1)


def release():
    """Makes the artifacts, unless they are there and newer than each file of the project."""
    made = FOLDER / SUMS
    if not made.exists() or made.stat().st_mtime <= max(map(changed, sources())):
        subprocess.run([str(ROOT / "coalmine-release")], check=True, timeout=BUILD_TIMEOUT_SECONDS)
    return FOLDER


def sources():
    """The files that git knows, or would after `git add`, by their paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def changed(name):
    return (ROOT / name).stat().st_mtime


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())
    }


def archive(folder, kind):
    return folder / f"coalmine-cli-{version()}.{kind}"


def commit(folder):
    """The commit of which the artifacts say that they are made of it."""
    name = f"coalmine-cli-{version()}/lib/coalmine-cli.jar"
    with tarfile.open(archive(folder, "tar.gz")) as packed:
        with zipfile.ZipFile(io.BytesIO(packed.extractfile(name).read())) as jar:
            manifest = jar.read("META-INF/MANIFEST.MF").decode()
    return re.search(r"Implementation-Version: \S+ \((\S+)\)", manifest).group(1)
