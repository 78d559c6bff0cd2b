"""A process this run starts: its command, its small environment, its log, its end."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

MARK = "TRELLIS_CHILD_OF"
KEPT = ("PATH", "LANG", "TZ")


class Child:
    """One process in a session of its own, so that all it starts ends with it.

    Subclasses say what to run in `command` and `environment`. The child gets nothing of the
    caller's environment but a search path, the language and the time zone.
    """

    stop_signal = signal.SIGTERM
    user = ""

    def __init__(self, name: str, folder: Path, log: Path | None = None) -> None:
        self.name = name
        self.folder = folder.absolute()
        self.log = log or self.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        """The program and its arguments."""
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        """What the program needs beyond the kept variables."""
        return {}

    def prepare(self) -> None:
        """Makes files and folders the program expects; called before every start."""
        for folder in (self.folder, self.log.parent):
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)

    def launch(self) -> None:
        """Starts the process without waiting for it to be ready."""
        self.prepare()
        with self.log.open("ab") as log:
            self.process = self.spawn(stdout=log, log=log)

    def output(self) -> str:
        """Runs it to its end; returns what it printed. Raises RuntimeError when it fails."""
        self.prepare()
        with self.log.open("ab") as log:
            self.process = self.spawn(stdout=subprocess.PIPE, log=log)
        printed = self.process.communicate()[0]
        if self.process.returncode:
            raise RuntimeError(f"{self.name} failed:\n{self.log.read_text(errors='replace')}")
        return printed.decode()

    def spawn(self, stdout: IO[bytes] | int, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*dies_with_us(self.stop_signal, self.user), *self.command()],
            env=clean_environment({**self.environment(), MARK: str(self.folder)}),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=log,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process id; 0 before the first start."""
        return self.process.pid if self.process else 0

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the process itself, when it lives."""
        if self.alive():
            os.kill(self.pid, number)

    def ask_to_stop(self) -> None:
        self.signal(self.stop_signal)

    def end(self, grace: float) -> None:
        """Waits up to `grace` seconds for the process, then kills what is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(grace, 0.0))
        except subprocess.TimeoutExpired:
            self.kill()
        self.kill_group()

    def stop(self, grace: float = 10.0) -> None:
        """Asks, waits, insists. Safe to call twice."""
        self.ask_to_stop()
        self.end(grace)

    def kill(self) -> None:
        """kill -9, as a crash would."""
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def kill_group(self) -> None:
        """Ends what a crashed process left behind, such as the workers of a dead nginx."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def dies_with_us(death_signal: signal.Signals, user: str = "") -> list[str]:
    """A prefix: the kernel sends the signal when we die, and as root the command runs as `user`."""
    name = death_signal.name.removeprefix("SIG")
    switch = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    return ["setpriv", *switch, f"--pdeathsig={name}", "--"]


def clean_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The kept part of our own environment, with `extra` on top."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, **extra}


def wait_until(condition: Callable[[], bool], timeout: float, what: str) -> None:
    """Polls until the condition holds. Raises TimeoutError after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} within {timeout:g} s")
        time.sleep(0.03)


def free_port(preferred: int = 0) -> int:
    """A port of 127.0.0.1 nobody uses: the preferred one when it is free.

    Others lie below the range from which the kernel picks the ports of outgoing connections, so
    that none of these is in the way when a server starts again.
    """
    for port in (preferred, *random.sample(range(20000, 30000), 200)):
        if port and is_free(port):
            return port
    raise OSError("no free port on 127.0.0.1")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def answers(port: int) -> bool:
    """Whether somebody accepts connections on this port of 127.0.0.1."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0):
            return True
    except OSError:
        return False
