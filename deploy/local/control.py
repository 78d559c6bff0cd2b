"""Finds, stops and cleans up a run, knowing only the folder of its data."""

import fcntl
import json
import os
import shutil
import signal
from pathlib import Path

from deploy.local import leftovers
from deploy.local.child import wait_until


def stop(local: Path) -> None:
    """Stops the supervisor and all it started; does nothing when nothing runs."""
    if pid := holder(local):
        os.kill(pid, signal.SIGTERM)
        try:
            wait_until(lambda: not leftovers.lives(pid), 45.0, "the supervisor ended")
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
    leftovers.end(local)


def holder(local: Path) -> int:
    """The process id of the running supervisor, 0 without one."""
    try:
        with (local / "supervisor.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return 0
    except BlockingIOError:
        return int((local / "supervisor.lock").read_text() or 0)
    except FileNotFoundError:
        return 0


def described(local: Path) -> dict[str, object]:
    """What .local/suite.json says; empty while there is none."""
    try:
        return dict(json.loads((local / "suite.json").read_text()))
    except FileNotFoundError:
        return {}


def clean(local: Path) -> None:
    """Stops the run and deletes its data, wherever a symbolic link put it."""
    stop(local)
    cluster = local / "postgresql" / "cluster"
    if cluster.is_symlink():
        shutil.rmtree(cluster.resolve(), ignore_errors=True)
    shutil.rmtree(local, ignore_errors=True)
