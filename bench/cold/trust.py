"""A certificate for this machine that the processes of a bench trust, and nobody else.

AWS' Common Runtime trusts the bundle of the operating system and has no variable for another one.
So the bench starts itself again in a mount namespace of its own (`unshare`, which needs no root
where users may have namespaces), and mounts a copy of the bundle with one more authority there.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
INSIDE = "COALMINE_BENCH_FOLDER"


def enter():
    """Goes on in the namespace; the folder has key.pem, certificate.pem and bundle.pem."""
    if INSIDE in os.environ:
        return pathlib.Path(os.environ[INSIDE])
    bundle = next((path for path in BUNDLES if os.path.exists(path)), None)
    if bundle is None:
        raise SystemExit(f"no bundle of certificates at {' or '.join(BUNDLES)}: this needs Linux")
    with tempfile.TemporaryDirectory() as folder:
        _make_certificate(pathlib.Path(folder), bundle)
        mount = f'mount --bind "{folder}/bundle.pem" "{bundle}" && exec "$@"'
        again = ["sh", "-c", mount, "sh", sys.executable, *sys.argv]
        done = subprocess.run(
            ["unshare", "--map-root-user", "--mount", *again], env={**os.environ, INSIDE: folder}
        )
        sys.exit(done.returncode)


def _make_certificate(folder, bundle):
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split()
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    trusted = pathlib.Path(bundle).read_text() + (folder / "certificate.pem").read_text()
    (folder / "bundle.pem").write_text(trusted)
