"""The local run with stand-in programs and real servers: up, down, crashes, leftovers."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from deploy.local import leftovers
from deploy.local.child import wait_until
from deploy.local.processes import ROOT
from tests.harness.servers import open_folder

NAMES = {
    "postgresql", "rabbitmq", "redis", "nginx", "mailcatcher",
    "gateway.server", "leads.server", "leads.worker", "leads.relay",
}  # fmt: skip


class Run:
    """A supervisor in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {**os.environ, "SECRET_OF_THE_SHELL": "hunter2", "PORT": ""}
        with (folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.deploy.standin", "supervise", folder],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(self.ready, 120, "the run is up")

    def ready(self) -> bool:
        assert self.process.poll() is None, self.output()
        try:  # a run that was killed left one, which this one takes away first
            return self.suite["supervisor"] == self.process.pid
        except FileNotFoundError:
            return False

    @property
    def suite(self) -> dict:
        return json.loads((self.folder / "suite.json").read_text())

    def output(self) -> str:
        return (self.folder / "output").read_text()

    def pid(self, name: str) -> int:
        return next(row["pid"] for row in self.suite["processes"] if row["name"] == name)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with open_folder("run") as folder:
        run = Run(folder)
        yield run
        run.end(signal.SIGTERM)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder("run") as folder:
        yield folder
        leftovers.end(folder)


def alive(pids: list[int]) -> list[int]:
    """Those of the processes that still run."""
    return [pid for pid in pids if leftovers.lives(pid)]


def eventually(condition: Callable[[], bool], what: str) -> None:
    wait_until(condition, 60, what)


def test_a_run_comes_up_and_says_where_it_is(run):
    suite = run.suite
    assert {row["name"] for row in suite["processes"]} == NAMES
    assert requests.get(f"{suite['url']}/readyz", timeout=60).status_code == 200
    assert suite["logins"]["admin"]["email"] == "admin@trellis.test"
    assert suite["admin_api_key"] == "key"
    assert (run.folder / "suite.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_process_that_was_killed_is_started_again(run, name):
    pid = run.pid(name)
    os.kill(pid, signal.SIGKILL)

    eventually(lambda: run.pid(name) != pid, f"{name} started again")
    assert f"{name} was ended by SIGKILL; starting again in" in run.output()
    url = run.suite["url"]
    eventually(lambda: answers(f"{url}/readyz"), "ready again")
    database = requests.get(f"{url}/v1/environment", timeout=60).json()["DATABASE_URL"]
    eventually(lambda: answers_sql(database), "the database is back")


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.ConnectionError:
        return False


def answers_sql(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_each_process_sees_its_own_settings_and_nothing_of_the_shell(run):
    front = requests.get(f"{run.suite['url']}/v1/environment", timeout=60).json()
    service = environment_of(run.pid("leads.server"))

    assert front["BACKENDS"] == f"leads={service['LISTEN']}"
    assert front["PUBLIC_URL"] == run.suite["url"]
    assert Path(front["IDENTITY_PRIVATE_KEY_FILE"]).read_text().startswith("-----BEGIN PRIVATE")
    assert "IDENTITY_PRIVATE_KEY_FILE" not in service
    assert "SESSION_KEY_FILE" not in service
    assert service["DATABASE_URL"].endswith("/leads")
    assert front["DATABASE_URL"].endswith("/gateway")
    for environment in (front, service):
        assert "SECRET_OF_THE_SHELL" not in environment

    foreign = service["DATABASE_URL"].replace("/leads", "/gateway")
    assert not answers_sql(foreign)


def environment_of(pid: int) -> dict[str, str]:
    variables = Path(f"/proc/{pid}/environ").read_text().rstrip("\0").split("\0")
    return dict(variable.split("=", 1) for variable in variables)


def test_a_killed_run_takes_all_with_it_and_the_next_one_recovers_and_leaves_nothing(folder):
    killed = Run(folder)
    started = leftovers.ours(folder)
    assert len(started) > len(NAMES)
    url = killed.suite["url"]
    killed.end(signal.SIGKILL)
    eventually(lambda: alive(started) == [], "everything of the killed run ended")

    again = Run(folder)
    started = leftovers.ours(folder)
    assert again.suite["url"] == url
    assert again.suite["admin_api_key"] == "key"
    assert again.end(signal.SIGINT) == 0
    assert alive(started) == []
    assert not (folder / "suite.json").exists()


def test_a_second_run_in_the_same_folder_is_refused(run):
    again = subprocess.run(
        [sys.executable, "-m", "tests.integration.deploy.standin", "supervise", run.folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert again.returncode == 1
    assert "make stop" in again.stderr
    assert run.ready()
