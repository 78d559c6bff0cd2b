"""The catalogue of everything.proto, a service that serves it, and a gateway in front of it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chassis.errors import PermissionDenied, Unauthenticated
from chassis.identity import ANONYMOUS, Identity, Reach
from gateway.app import create_app
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import Catalogue, Method, load
from gateway.parts import Check, Parts
from protos.generate import generate
from tests.unit.gateway.things import Things, serve

PROTOS = Path(__file__).parents[2] / "protos"
ORIGIN = "https://partner.example"
ADA = Identity(kind="user", name="Ada", grants={"things.*": Reach.ALL})


@pytest.fixture(scope="session")
def descriptors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The descriptor set of everything.proto, as a file."""
    folder = tmp_path_factory.mktemp("everything")
    return generate(PROTOS, folder / "gen", name="everything")


@pytest.fixture(scope="session")
def everything(descriptors: Path) -> Catalogue:
    return load(descriptors)


@pytest.fixture(scope="session")
def serving(everything: Catalogue) -> Iterator[tuple[Things, str]]:
    """The service and its address."""
    things = Things(everything)
    server, port = serve(things)
    yield things, f"127.0.0.1:{port}"
    server.stop(0).wait()


@pytest.fixture(scope="session")
def service(
    everything: Catalogue, serving: tuple[Things, str]
) -> Iterator[tuple[Things, ChannelBackend]]:
    """The service and a way to call it."""
    things, address = serving
    backend = ChannelBackend(address, everything.methods)
    yield things, backend
    backend.close()


@pytest.fixture
def things(service: tuple[Things, ChannelBackend]) -> Things:
    things, _ = service
    things.begin(uuid4().hex)
    return things


def authenticate(request: object) -> Identity:
    """Believes the header: "Bearer ada" is Ada, anything else is nobody or wrong."""
    sent = getattr(request, "headers").get("Authorization")  # noqa: B009 -- any request
    if sent is None:
        return ANONYMOUS
    if sent != "Bearer ada":
        raise Unauthenticated("TOKEN_INVALID", "This key is not valid.")
    return ADA


def authorize(identity: Identity, method: Method) -> None:
    """As the real one, without its explanations."""
    if method.public:
        return
    if identity is ANONYMOUS:
        raise Unauthenticated("SIGN_IN_REQUIRED", "Sign in or send an API key.")
    if method.permission != "signed_in" and identity.reach(method.permission) is None:
        raise PermissionDenied("PERMISSION_REQUIRED", f"This needs {method.permission}.")


def make_app(everything: Catalogue, backend: ChannelBackend, **changes: object) -> Flask:
    """A gateway before one service."""
    chosen: dict[str, object] = {
        "catalogue": everything,
        "backends": {"everything": backend},
        "authenticate": authenticate,
        "authorize": authorize,
        "sign": lambda identity: f"token-of-{identity.name}",
        "checks": [Check("database", lambda _: None)],
        "origins": frozenset({ORIGIN}),
        "https": True,
    }
    return create_app(Parts(**chosen | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def app(everything: Catalogue, service: tuple[Things, ChannelBackend]) -> Flask:
    return make_app(everything, service[1])


@pytest.fixture
def client(app: Flask, things: Things) -> FlaskClient:
    """A client that is Ada."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer ada"
    client.environ_base["HTTP_X_REQUEST_ID"] = things.turn
    return client


@pytest.fixture
def stranger(app: Flask, things: Things) -> FlaskClient:
    """A client without credentials."""
    return app.test_client()
