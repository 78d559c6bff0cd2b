"""Fresh databases: every service is migrated once, each test gets a copy of the result."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from chassis.clock import Clock
from chassis.database import Database
from chassis.migrate import migrate
from chassis.roles import migrations_of
from deploy.local.servers import PostgreSQL

OpenDatabase = Callable[[str], AbstractContextManager[Database]]
#: Tests wait longer for a connection than a service would: a disk that is busy dropping other
#: tests' databases is no finding.
PATIENT_SECONDS = 30


def patient(
    url: str,
    service: str,
    clock: Clock,
    *,
    pool_size: int,
    connect_seconds: int = PATIENT_SECONDS,
) -> Database:
    """The database of a service, with more time to connect than the service gives it."""
    return Database(
        url, service=service, clock=clock, pool_size=pool_size, connect_seconds=connect_seconds
    )


class Templates:
    """Copies of migrated databases. package: "services.leads" -> a database of leads."""

    def __init__(self, server: PostgreSQL) -> None:
        self._server = server
        self._urls: dict[str, str] = {}

    @contextmanager
    def copy(self, package: str) -> Iterator[str]:
        """The URL of a fresh database, in the service's own role; dropped afterwards."""
        template = self._migrated(package)
        owner, name = str(urlsplit(template).username), f"test_{uuid4().hex[:12]}"
        self._do("CREATE DATABASE {} TEMPLATE {} OWNER {}", name, owner, owner)
        try:
            yield urlunsplit(urlsplit(template)._replace(path=f"/{name}"))
        finally:
            self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _migrated(self, package: str) -> str:
        if package not in self._urls:
            name = package.rpartition(".")[2]
            url = self._server.database(name)
            database = patient(url, name, Clock(), pool_size=1)
            migrate(database, migrations_of(package))
            database.close()
            self._urls[package] = url
        return self._urls[package]

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server.url(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def templates(postgresql: PostgreSQL) -> Templates:
    """Migrated databases to copy."""
    return Templates(postgresql)


@pytest.fixture
def clock() -> Clock:
    """The business clock of this test's databases: `clock.advance(timedelta(days=3))`."""
    return Clock()


@contextmanager
def opened(
    templates: Templates,
    package: str,
    clock: Clock,
    *,
    pool_size: int = 16,
    connect_seconds: int = PATIENT_SECONDS,
) -> Iterator[Database]:
    """A chassis.database.Database on a fresh copy."""
    with templates.copy(package) as url:
        service = package.rpartition(".")[2]
        database = patient(
            url, service, clock, pool_size=pool_size, connect_seconds=connect_seconds
        )
        try:
            yield database
        finally:
            database.close()


@pytest.fixture
def database_of(templates: Templates, clock: Clock) -> OpenDatabase:
    """`with database_of("services.leads") as database:` for any service, or "gateway"."""
    return lambda package: opened(templates, package, clock)


@pytest.fixture
def leads_database(database_of: OpenDatabase) -> Iterator[Database]:
    """A migrated, empty database of leads, for this test alone."""
    with database_of("services.leads") as database:
        yield database
