"""A suite of its own with the demo data, as `make run` starts it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.local.child import free_port
from deploy.local.processes import ROOT

START_SECONDS = 300


@contextmanager
def local_suite() -> Iterator[Mapping[str, Any]]:
    """What suite.json says of a suite that is up; it is stopped and deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="trellis-screens-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's own user has to pass through
        port = {"PORT": str(free_port()), "DETACH": "1"}
        environment = {**os.environ, **port, "TRELLIS_LOCAL": folder}
        try:
            command(environment, "run")
            yield json.loads(Path(folder, "suite.json").read_text())
        finally:
            command(environment, "stop")


def command(environment: Mapping[str, str], verb: str) -> None:
    """A command of the local run. Raises CalledProcessError, TimeoutExpired."""
    subprocess.run(
        [sys.executable, "-m", "deploy.local", verb],
        cwd=ROOT,
        env=dict(environment),
        timeout=START_SECONDS,
        check=True,
        stdout=subprocess.DEVNULL,
    )
