"""Checks the protos with buf: style, and compatibility with the main branch. Works offline."""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from protos.generate import GEN, PROTOS, ROOT, compile_into

BUF = Path(sys.executable).with_name("buf")
CURRENT = GEN / "crm.binpb"


def main() -> int:
    """Prints what buf finds; returns 1 when it found anything."""
    clean = buf("lint", str(CURRENT))
    with tempfile.TemporaryDirectory() as folder:
        if published := published_protos(Path(folder)):
            clean = buf("breaking", str(CURRENT), "--against", str(published)) and clean
    return 0 if clean else 1


def buf(command: str, *arguments: str) -> bool:
    """Runs buf with our rules; whether it had nothing to say."""
    config = str(PROTOS / "buf.yaml")
    return (
        subprocess.run([BUF, command, *arguments, "--config", config], check=False).returncode == 0
    )


def published_protos(folder: Path) -> Path | None:
    """The descriptor set of the protos on the main branch; None where there is none to compare."""
    for branch in (os.environ.get("BASE", ""), "origin/main", "main"):
        found = branch and git("archive", "--format=tar", branch, "protos")
        if found:
            break
    else:
        sys.stderr.write("protos: no main branch to compare with\n")
        return None
    with tarfile.open(fileobj=io.BytesIO(found)) as archive:
        archive.extractall(folder, filter="data")
    compile_into(folder / "gen", folder / "protos", "crm")
    return folder / "gen" / "crm.binpb"


def git(*arguments: str) -> bytes:
    """What git prints; empty when it fails."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else b""


if __name__ == "__main__":
    sys.exit(main())
