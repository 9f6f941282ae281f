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
    """Makes the artifacts, unless they are there, of this commit, and newer than each file."""
    made = FOLDER / SUMS
    newest = max((ROOT / name).stat().st_mtime for name in sources())
    if not made.exists() or made.stat().st_mtime <= newest or commit(FOLDER) != checked_out():
        subprocess.run([str(ROOT / "coalmine-release")], check=True, timeout=BUILD_TIMEOUT_SECONDS)
    return FOLDER


def checked_out():
    """The commit of this checkout, as the artifacts are to tell it."""
    changes = git("status", "--porcelain")
    return git("rev-parse", "HEAD")[:12] + ("-dirty" if changes else "")


def sources():
    """The files that git knows, or would after `git add`, by their paths from the root."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def git(*words):
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()


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
