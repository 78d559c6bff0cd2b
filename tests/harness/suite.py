"""The whole suite as users get it: real processes under the supervisor of the local run.

`python -m tests.harness.suite FOLDER` is that supervisor, with limits that let tests hurry.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from deploy.local import leftovers
from deploy.local.child import clean_environment, dies_with_us, free_port, is_free
from deploy.local.ports import PUBLIC
from deploy.local.processes import PROGRAMS, ROOT
from deploy.local.run import run
from tests.harness.http import Client, Session
from tests.harness.servers import open_folder
from tests.harness.waiting import eventually

#: Tests come from one address and mostly with one key; the limits have tests of their own.
UNLIMITED = dict.fromkeys(("RATE_LIMIT_USER", "RATE_LIMIT_KEY", "RATE_LIMIT_IP"), "1000000")
STARTED_WITHIN = 120.0
MOST_PROCESSES = 32


class Suite:
    """A running suite. Its processes are named "leads.server", "gateway.server", "redis", …"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self._log = folder / "output"

    def start(self) -> None:
        """Starts the supervisor; see `await_ready`."""
        self._choose_port()
        with self._log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *dies_with_us(signal.SIGTERM),
                    *(sys.executable, "-m", "tests.harness.suite", str(self.folder)),
                ],
                cwd=ROOT,
                env=clean_environment(
                    {"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}", "METRICS": str(first_of_free())}
                ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _choose_port(self) -> None:
        """A port that no other run is about to take, too: 8000 is what each would look at first."""
        remembered = self.folder / "ports.json"
        if not remembered.exists():
            remembered.write_text(json.dumps({PUBLIC: free_port()}))

    def metrics(self, name: str) -> str:
        """What a process tells a Prometheus; "" while it does not answer."""
        address = self.description["addresses"]["metrics"][name]
        try:
            answer = requests.get(f"http://{address}/metrics", timeout=5)
        except requests.ConnectionError:
            return ""
        return answer.text if answer.status_code == 200 else ""

    @property
    def description(self) -> Mapping[str, Any]:
        """What the supervisor says of the run; empty until it is up."""
        path = self.folder / "suite.json"
        described: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        if self.process and described.get("supervisor") != self.process.pid:
            return {}
        return described

    @property
    def url(self) -> str:
        """The origin of the edge."""
        return str(self.description["url"])

    @property
    def api_key(self) -> str:
        """An admin's API key."""
        return str(self.description["admin_api_key"])

    @property
    def output(self) -> str:
        """Everything the suite printed."""
        return self._log.read_text(errors="replace")

    def admin(self) -> Client:
        """A program with the admin's API key."""
        return Client(self.url, api_key=self.api_key)

    def stranger(self) -> Client:
        """Somebody without credentials."""
        return Client(self.url)

    def signed_in(self, role: str) -> Session:
        """A browser with the demo person of a role signed in: "admin", "manager", "rep", …"""
        login = self.description["logins"][role]
        return Session.opened(self.url, login["email"], login["password"])

    def pid(self, name: str) -> int:
        """The process id, new after every restart."""
        rows = self.description.get("processes", ())
        return next((int(row["pid"]) for row in rows if row["name"] == name), 0)

    def send(self, name: str, number: signal.Signals) -> None:
        """Sends a signal to a process."""
        os.kill(self.pid(name), number)

    def kill(self, name: str) -> None:
        """kill -9; returns when the supervisor has started it again."""
        old = self.pid(name)
        os.kill(old, signal.SIGKILL)
        eventually(lambda: self.pid(name) not in (old, 0), within=30, what=f"{name} starts again")

    @contextmanager
    def without(self, *names: str) -> Iterator[None]:
        """A block during which these processes are gone: nobody starts them again until its end."""
        supervisor = int(self.description["supervisor"])
        os.kill(supervisor, signal.SIGSTOP)
        try:
            for name in names:
                os.kill(self.pid(name), signal.SIGKILL)
            yield
        finally:
            os.kill(supervisor, signal.SIGCONT)

    def ready(self) -> bool:
        """Whether everything says it is ready."""
        if self.process and self.process.poll() is not None:
            raise AssertionError(f"the suite ended:\n{self.output[-5000:]}")
        if not self.description:
            return False
        try:
            with self.stranger() as stranger:
                answer = stranger.get("/readyz")
        except requests.ConnectionError:
            return False
        return answer.status_code == 200 and answer.json()["status"] == "ready"

    def await_ready(self, within: float = STARTED_WITHIN) -> None:
        """Waits until everything is ready."""
        try:
            eventually(self.ready, within=within, what="the suite is ready")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.output[-5000:]}") from None

    @contextmanager
    def database(self, name: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
        """A connection to a service's database, past everything the suite would say."""
        url = self.description["addresses"]["databases"][name]
        with psycopg.connect(
            url, autocommit=True, row_factory=psycopg.rows.dict_row, connect_timeout=5
        ) as connection:
            yield connection

    def stop(self) -> None:
        """Ends the suite and whatever it left behind."""
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        leftovers.end(self.folder)


def first_of_free() -> int:
    """The first of some free ports in a row, above those that anything else is given."""
    firsts = random.sample(range(30000, 32000, MOST_PROCESSES), 50)
    rows = (range(first, first + MOST_PROCESSES) for first in firsts)
    return next(row[0] for row in rows if all(map(is_free, row)))


@contextmanager
def running_suite() -> Iterator[Suite]:
    """A suite that is ready, in a folder of its own."""
    with open_folder("suite") as folder:
        suite = Suite(folder)
        try:
            suite.start()
            suite.await_ready()
            yield suite
        finally:
            suite.stop()


@pytest.fixture(scope="session")
def suite() -> Iterator[Suite]:
    """The whole suite, shared by all tests; who breaks it waits until it is ready again.

    TRELLIS_SUITE=FOLDER uses one that `python -m tests.harness.suite FOLDER` has started before.
    """
    if kept := os.environ.get("TRELLIS_SUITE"):
        suite = Suite(Path(kept))
        suite.await_ready()
        yield suite
        return
    with running_suite() as running:
        yield running


if __name__ == "__main__":
    hurried = [
        replace(program, settings={**program.settings, **UNLIMITED}) if program.front else program
        for program in PROGRAMS
    ]
    sys.exit(run(Path(sys.argv[1]), hurried, demo=""))
