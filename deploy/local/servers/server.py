"""What the private servers have in common: a folder, a port, a readiness check."""

import os
import secrets
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Self

from deploy.local.child import Child, answers, free_port, wait_until


class Server(Child):
    """A server on one port of 127.0.0.1. A context manager: started on entry, stopped on exit."""

    start_timeout = 60.0

    def __init__(self, name: str, folder: Path, port: int = 0, log: Path | None = None) -> None:
        super().__init__(name, folder, log)
        self.port = port or free_port()

    def ready(self) -> bool:
        """Whether the server answers requests, not merely connections."""
        return answers(self.port)

    def await_ready(self) -> None:
        """Waits for the server. Raises RuntimeError with the end of its log when it gives up."""

        def settled() -> bool:
            return not self.alive() or self.ready()

        wait_until(settled, self.start_timeout, f"{self.name} ready")
        if not self.alive():
            self.stop()
            raise RuntimeError(f"{self.name} did not start:\n{tail(self.log)}")

    def start(self) -> None:
        """Starts the server and returns when it is ready."""
        if not self.alive():
            self.launch()
        self.await_ready()

    def pause(self) -> None:
        """Freezes the server and what it started: connections stay open, nobody answers."""
        self.signal(signal.SIGSTOP)  # first, so that it starts nobody else
        for pid in offspring(self.pid):
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        for pid in [*offspring(self.pid), self.pid]:
            os.kill(pid, signal.SIGCONT)

    def kill(self) -> None:
        """kill -9. What it had started and is frozen goes on: only so does it notice, and end."""
        frozen = offspring(self.pid) if self.alive() else []
        super().kill()
        for pid in frozen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def offspring(pid: int) -> list[int]:
    """The living processes that this one started, and those that they started."""
    children = [int(found.parent.name) for found in Path("/proc").glob("[0-9]*/stat")]
    children = [child for child in children if parent(child) == pid]
    return [*children, *(below for child in children for below in offspring(child))]


def parent(pid: int) -> int:
    """The process that started this one; 0 when it ended meanwhile."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def kept_secret(path: Path) -> str:
    """The secret kept in this file, made on first use and readable by us alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def program(name: str) -> str:
    """The path of a system program, also where an ordinary user's PATH lacks sbin."""
    places = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    found = shutil.which(name, path=places) or shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name} is not installed: run `make setup`")
    return found


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
