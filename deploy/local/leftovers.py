"""Finds and ends processes that an earlier run left behind, by what they carry, never by name."""

import os
import signal
import time
from pathlib import Path

from deploy.local.child import MARK

# Programs that write their title over the memory /proc shows as their environment.
RETITLED = {"postgres", "nginx", "redis-server", "epmd"}


def ours(folder: Path) -> list[int]:
    """Living processes that a run with its data in `folder` started, without the caller's own."""
    spared = ancestors()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) not in spared and belongs(entry, folder):
            found.append(int(entry.name))
    return sorted(found)


def belongs(process: Path, folder: Path) -> bool:
    """Whether the process carries our mark, or is a server at work inside `folder`."""
    if not lives(int(process.name)):
        return False
    try:
        for variable in (process / "environ").read_bytes().split(b"\0"):
            name, _, value = variable.partition(b"=")
            if name == MARK.encode() and Path(os.fsdecode(value)).is_relative_to(folder):
                return True
        at_work = (process / "cwd").readlink().is_relative_to(folder)
        return at_work and (process / "comm").read_text().strip() in RETITLED
    except OSError:
        return False  # it ended meanwhile, or is somebody else's


def lives(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ancestors() -> set[int]:
    """This process and those above it."""
    pid, line = os.getpid(), {0}
    while pid not in line:
        line.add(pid)
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            break
    return line


def end(folder: Path, grace: float = 5.0) -> int:
    """Ends what `ours` finds: asked first, killed after `grace` seconds. Returns how many."""
    found = ours(folder)
    deadline = time.monotonic() + grace
    number = signal.SIGTERM
    remaining = found
    while remaining:
        for pid in remaining:
            send(pid, number)
        number = signal.SIGKILL if time.monotonic() > deadline else signal.SIGTERM
        time.sleep(0.1)
        remaining = ours(folder)
    return len(found)


def send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
