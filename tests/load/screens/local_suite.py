"""A suite of its own with the demo data, as `make run` starts it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.local.child import free_port
from deploy.local.processes import ROOT

START_SECONDS = 300
#: Until the facts of the demo have had all their effects; a machine busy otherwise is measured so.
QUIET_SECONDS = 120
#: Of the machine's time, and for how long, before the suite counts as idle.
QUIET_SHARE, QUIET_FOR = 0.15, 2.0


@contextmanager
def local_suite() -> Iterator[Mapping[str, Any]]:
    """What suite.json says of a suite that is up; it is stopped and deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="trellis-screens-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's own user has to pass through
        port = {"PORT": str(free_port()), "DETACH": "1"}
        environment = {**os.environ, **port, "TRELLIS_LOCAL": folder}
        try:
            command(environment, "run")
            wait_until_quiet()
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


def wait_until_quiet() -> None:
    """Waits, for two minutes at most, until the machine has next to nothing to do."""
    until = time.monotonic() + QUIET_SECONDS
    before = machine_ticks()
    while time.monotonic() < until:
        time.sleep(QUIET_FOR)
        now = machine_ticks()
        busy, every = (one - other for one, other in zip(now, before, strict=True))
        if busy < QUIET_SHARE * every:
            return
        before = now


def machine_ticks() -> tuple[int, int]:
    """The time all processors were busy, and all their time."""
    times = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    idle, waiting = times[3], times[4]
    return sum(times) - idle - waiting, sum(times)
