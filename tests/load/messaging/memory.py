"""What the whole suite takes while nobody uses it."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from deploy.local.child import MARK
from tests.harness.suite import Suite, running_suite

#: Seconds until caches and pools are as they stay.
SETTLED = 20.0


def measure() -> dict[str, Any]:
    """Megabytes of all its processes, memory they share counted once (PSS)."""
    with running_suite() as suite:
        time.sleep(SETTLED)
        taken = [_taken(process) for process in _processes(suite)]
    return {"processes": len(taken), "mb": round(sum(taken) / 1024)}


def _processes(suite: Suite) -> list[Path]:
    """The supervisor and everything it started: what a process is marked with, its own processes
    inherit."""
    assert suite.process is not None
    found, mark = [Path(f"/proc/{suite.process.pid}")], f"{MARK}={suite.folder}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            if mark in (process / "environ").read_bytes():
                found.append(process)
    return found


def _taken(process: Path) -> int:
    """Kilobytes; 0 for one that has ended."""
    with suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
