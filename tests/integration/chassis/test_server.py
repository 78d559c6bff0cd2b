"""The server's process: it drains when asked to end, and refuses to start half configured."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import psycopg
import pytest
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.child import Child, free_port
from deploy.local.processes import ROOT
from tests import factories
from tests.harness.databases import Templates
from tests.harness.people import PAGE_TOKEN_KEY, Keys, Person
from tests.harness.waiting import eventually


class LeadsServer(Child):
    """`python -m services.leads server` on a free port."""

    def __init__(self, folder: Path, url: str, keys: Keys, **changes: str) -> None:
        super().__init__("leads.server", folder)
        self.address = f"127.0.0.1:{free_port()}"
        self.url = url
        self.settings = {
            "ENVIRONMENT": "test",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
            "DATABASE_URL": url,
            "IDENTITY_PUBLIC_KEY": keys.public,
            "PAGE_TOKEN_KEY": PAGE_TOKEN_KEY,
            "LISTEN": self.address,
            **changes,
        }

    def command(self) -> list[str]:
        return [sys.executable, "-m", "services.leads", "server"]

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in self.settings.items() if value}


@pytest.fixture
def server(templates: Templates, tmp_path: Path, keys: Keys) -> Iterator[LeadsServer]:
    with templates.copy("services.leads") as url:
        server = LeadsServer(tmp_path, url, keys)
        server.launch()
        try:
            yield server
        finally:
            server.stop()


def serving(channel: grpc.Channel, part: str = "") -> bool:
    stub = health_pb2_grpc.HealthStub(channel)
    try:
        answer = stub.Check(health_pb2.HealthCheckRequest(service=part), timeout=60)
    except grpc.RpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def ticked(url: str, role: str, *, seconds_ago: int) -> None:
    """Somebody of this role ticked so long ago, and not since."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = "now() - make_interval(secs => %s)"
        connection.execute(
            "INSERT INTO process_heartbeats (role, host, pid, start_time, time)"
            f" VALUES (%s, 'here', 1, now(), {row}) ON CONFLICT (role, host, pid)"
            " DO UPDATE SET time = excluded.time",
            (role, seconds_ago),
        )


def test_health_tells_of_each_role_whether_anybody_ticks(server: LeadsServer) -> None:
    with grpc.insecure_channel(server.address) as channel:
        eventually(lambda: serving(channel), what="the server serves")
        assert not serving(channel, "worker")
        ticked(server.url, "worker", seconds_ago=0)
        eventually(lambda: serving(channel, "worker"), what="the worker is noticed")
        assert not serving(channel, "relay")
        ticked(server.url, "worker", seconds_ago=31)
        eventually(lambda: not serving(channel, "worker"), what="its silence is noticed")
        assert serving(channel)
    assert "nobody ticks" in server.log.read_text()


def blocked(url: str) -> bool:
    """Whether a statement waits for a lock in this database."""
    with psycopg.connect(url, autocommit=True) as connection:
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock'"
        )
        row = connection.execute(query).fetchone()
    return bool(row and row[0])


def test_a_server_that_is_asked_to_end_finishes_what_it_began(
    server: LeadsServer, admin: Person
) -> None:
    with grpc.insecure_channel(server.address) as channel, ThreadPoolExecutor(1) as pool:
        eventually(lambda: serving(channel), within=30, what="the server serves")
        contacts = contacts_pb2_grpc.ContactServiceStub(channel)
        made = contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
        change = pb.UpdateContactRequest(contact=pb.Contact(id=made.id, city="Rom"))
        with psycopg.connect(server.url) as connection:
            connection.execute("SELECT 1 FROM contacts WHERE id = %s FOR UPDATE", [made.id])
            running = pool.submit(contacts.UpdateContact, change, metadata=admin.metadata())
            eventually(lambda: blocked(server.url), what="the change waits for the lock")
            server.signal(signal.SIGTERM)
            connection.rollback()
        assert running.result(60).city == "Rom"
        assert server.process is not None
        assert server.process.wait(60) == 0


def test_a_server_that_was_asked_to_end_takes_no_more_calls(
    server: LeadsServer, admin: Person
) -> None:
    with grpc.insecure_channel(server.address) as channel:
        eventually(lambda: serving(channel), within=30, what="the server serves")
        server.signal(signal.SIGTERM)
        contacts = contacts_pb2_grpc.ContactServiceStub(channel)

        def refused() -> bool:
            try:
                contacts.GetContact(
                    pb.GetContactRequest(id="x"), metadata=admin.metadata(), timeout=60
                )
            except grpc.RpcError as error:
                return error.code() is grpc.StatusCode.UNAVAILABLE
            return False

        eventually(refused, what="new calls are refused")


@pytest.mark.parametrize(
    "setting", ["DATABASE_URL", "IDENTITY_PUBLIC_KEY", "PAGE_TOKEN_KEY"], ids=str.lower
)
def test_a_server_without_a_setting_does_not_start_and_names_it(
    tmp_path: Path, keys: Keys, setting: str
) -> None:
    child = LeadsServer(tmp_path, "postgresql://nobody@127.0.0.1:1/none", keys, **{setting: ""})
    done = subprocess.run(
        child.command(),
        env={"PATH": os.environ["PATH"], **child.environment()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode != 0
    assert setting in done.stderr
    assert "Traceback" not in done.stderr
