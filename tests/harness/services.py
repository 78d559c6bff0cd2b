"""A service in this process: its real composition behind a real gRPC server on a free port."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import grpc
import pytest
from pydantic import SecretStr

from chassis import standard
from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database
from chassis.identity_tokens import Verifier
from chassis.server import Server
from chassis.service import Parts, Service
from tests.harness.databases import OpenDatabase, Templates, opened
from tests.harness.people import PAGE_TOKEN_KEY, Keys

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Running:
    """A served service and a channel to it."""

    server: Server
    database: Database
    clock: Clock
    channel: grpc.Channel
    address: str

    def stub(self, kind: Callable[[grpc.Channel], S]) -> S:
        """A client: `leads_server.stub(contacts_pb2_grpc.ContactServiceStub)`."""
        return kind(self.channel)


def parts_of(database: Database, keys: Keys, *, backends: str = "") -> Parts:
    """What a service is composed from, as its processes would read it from the environment."""
    settings = Settings(
        environment="test",
        database_url=SecretStr(database.url),
        identity_public_key=SecretStr(keys.public),
        page_token_key=SecretStr(PAGE_TOKEN_KEY),
        backends=backends,
    )
    return Parts(settings=settings, database=database, clock=database.clock)


@contextmanager
def serving(
    package: str, database: Database, keys: Keys, *, threads: int = 16, backends: str = ""
) -> Iterator[Running]:
    """Serves a package such as "services.leads" from `database`.

    backends: where the servers it calls are, "deals=127.0.0.1:7002".
    """
    service: Service = importlib.import_module(f"{package}.composition").SERVICE
    server = Server(
        [
            *service.servicers(parts_of(database, keys, backends=backends)),
            *standard.servicers(database),
        ],
        database=database,
        verifier=Verifier(keys.public),
        listen="127.0.0.1:0",
        threads=threads,
    )
    server.start()
    address = f"127.0.0.1:{server.port}"
    try:
        with grpc.insecure_channel(address) as channel:
            yield Running(server, database, database.clock, channel, address)
    finally:
        server.stop()


@pytest.fixture
def leads_server(leads_database: Database, keys: Keys) -> Iterator[Running]:
    """leads on a database of this test's own."""
    with serving("services.leads", leads_database, keys) as running:
        yield running


@pytest.fixture(scope="session")
def shared_leads(templates: Templates, keys: Keys) -> Iterator[Running]:
    """leads for tests that do not mind the records of others: nearly free to use."""
    with (
        opened(templates, "services.leads", Clock()) as database,
        serving("services.leads", database, keys) as running,
    ):
        yield running


__all__ = ["OpenDatabase", "Running", "leads_server", "parts_of", "serving", "shared_leads"]
