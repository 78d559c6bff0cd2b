"""The gateway on a database of the test's own, asked as a browser or a program would."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from pydantic import SecretStr
from redis import Redis as RedisClient
from werkzeug.test import TestResponse

from chassis.clock import Clock
from chassis.database import Database
from chassis.service import Parts as ServiceParts
from deploy.local.servers import PostgreSQL, Redis
from gateway import catalogue
from gateway.accounts import permissions
from gateway.accounts.composition import use_cases
from gateway.accounts.seeding import PEOPLE, Seeding
from gateway.app import create_app
from gateway.doorkeeping import doorkeeping
from gateway.parts import Parts
from gateway.settings import GatewaySettings
from tests.harness.databases import Templates, patient
from tests.harness.people import PAGE_TOKEN_KEY, Keys

PASSWORDS = {person.role: person.password for person in PEOPLE}
ORIGIN = "http://localhost"


@dataclass
class Client:
    """Somebody at the other end: keeps cookies and, when signed in, the CSRF token."""

    http: FlaskClient
    ip: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, verb: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One request; a header's name with _ for -, an empty value leaves it out."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in (self.headers | named).items() if value}
        return self.http.open(
            path, method=verb, json=body, headers=sent, environ_overrides={"REMOTE_ADDR": self.ip}
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.ask("DELETE", path, **headers)

    def sign_in(self, email: str, password: str, **headers: str) -> TestResponse:
        """Signs in; from then on changes carry the CSRF token."""
        answer = self.post("/v1/session", {"email": email, "password": password}, **headers)
        if answer.status_code == 201:
            self.headers["X-CSRF-Token"] = answer.json["csrf_token"]
        return answer

    @property
    def me(self) -> dict[str, Any]:
        """GET /v1/me."""
        document: dict[str, Any] = self.get("/v1/me").json
        return document


@dataclass
class Gateway:
    """One gateway process and the database of its accounts."""

    app: Flask
    database: Database
    clock: Clock
    settings: GatewaySettings

    def client(self, *, ip: str = "192.0.2.1", **headers: str) -> Client:
        """Somebody new."""
        return Client(self.app.test_client(), ip, dict(headers))

    def with_token(self, token: str) -> Client:
        """Somebody who holds the token of a session."""
        client = self.client()
        client.http.set_cookie("session", token)
        return client

    def signed_in(self, role: str, *, ip: str = "192.0.2.1") -> Client:
        """The demo person of a role, in a browser."""
        client = self.client(ip=ip)
        answer = client.sign_in(f"{role}@trellis.example", PASSWORDS[role])
        assert answer.status_code == 201, answer.text
        return client

    def program(self, key: str) -> Client:
        """A program with an API key."""
        return self.client(Authorization=f"Bearer {key}")

    def rows(self, query: str) -> list[Any]:
        """What SQL finds in the database of accounts."""
        with psycopg.connect(self.database.url) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type] -- ours


Open = Callable[..., Gateway]


@pytest.fixture(scope="session")
def suite() -> catalogue.Catalogue:
    """Every RPC there is."""
    return catalogue.load(permissions.descriptors())


@pytest.fixture(scope="session")
def seeded(templates: Templates, keys: Keys, suite: catalogue.Catalogue) -> Iterator[str]:
    """The URL of a database with roles, teams and demo people, to copy."""
    with templates.copy("gateway.accounts") as url:
        database = patient(url, "gateway", Clock(), pool_size=2)
        parts = ServiceParts(gateway_settings(url, keys), database, database.clock)
        Seeding(database, use_cases(parts, permissions.Permissions(suite))).demo()
        database.close()
        yield url


@contextmanager
def copied(server: PostgreSQL, template: str) -> Iterator[str]:
    """A copy of a database, dropped afterwards."""
    parts = urlsplit(template)
    names = {
        "template": parts.path[1:],
        "owner": parts.username,
        "name": f"test_{uuid4().hex[:12]}",
    }
    named = {key: sql.Identifier(str(name)) for key, name in names.items()}
    with psycopg.connect(server.url(), autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}")
        connection.execute(create.format(**named))
        yield urlunsplit(parts._replace(path=f"/{names['name']}"))
        connection.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**named))


def gateway_settings(url: str, keys: Keys, **more: Any) -> GatewaySettings:
    """Settings as a process would read them from its environment."""
    values: dict[str, Any] = {
        "environment": "test",
        "database_url": SecretStr(url),
        "identity_private_key": SecretStr(keys.private),
        "identity_public_key": SecretStr(keys.public),
        "page_token_key": SecretStr(PAGE_TOKEN_KEY),
        "session_key": SecretStr("a key for sessions, used by tests only"),
        "public_url": ORIGIN,
    }
    return GatewaySettings(**(values | more))


@contextmanager
def opening(url: str, keys: Keys, suite: catalogue.Catalogue) -> Iterator[Open]:
    """Starts processes of a gateway on one database."""
    with ExitStack() as stack:
        clock = Clock()

        def start(**settings: Any) -> Gateway:
            if isinstance(settings.get("redis_url"), str):
                settings["redis_url"] = SecretStr(settings["redis_url"])
            chosen = gateway_settings(url, keys, **settings)
            database = patient(url, "gateway", clock, pool_size=8)
            stack.callback(database.close)
            door = doorkeeping(ServiceParts(chosen, database, clock), chosen, suite)
            parts = Parts(
                catalogue=suite,
                backends={"gateway": door.backend},
                authenticate=door.authenticate,
                authorize=door.authorize,
                sign=door.sign,
                admit=door.admit,
                blueprints=[door.sign_in],
                checks=[door.check],
                origins=chosen.origins,
                trusted_proxies=chosen.trusted_proxies,
                https=chosen.https,
            )
            return Gateway(create_app(parts), database, clock, chosen)

        yield start


@pytest.fixture
def open_gateway(
    postgresql: PostgreSQL, seeded: str, keys: Keys, suite: catalogue.Catalogue
) -> Iterator[Open]:
    """`open_gateway(redis_url=…)`: a process; several of one test share a database."""
    with copied(postgresql, seeded) as url, opening(url, keys, suite) as start:
        yield start


@pytest.fixture
def redis_url(redis: Redis) -> str:
    """An empty database of the shared Redis; people have the same ids in every copy."""
    url = redis.url().removesuffix("/0") + "/7"
    with RedisClient.from_url(url) as connection:
        connection.flushdb()
    return url


@pytest.fixture
def gateway(open_gateway: Open) -> Gateway:
    """One process, without Redis."""
    return open_gateway()
