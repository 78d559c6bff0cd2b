"""What the services really serve: their compositions, put together without a database."""

import importlib
import inspect
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database
from chassis.service import Parts, Service
from tests.contract.protos import ROOT
from tests.harness.people import PAGE_TOKEN_KEY, make_keys

PACKAGES = sorted(
    ".".join(found.parent.relative_to(ROOT).parts)
    for found in [*ROOT.glob("services/*/composition.py"), ROOT / "gateway/accounts/composition.py"]
)


def package_of(service: str) -> str:
    """The package that serves crm.<service>: accounts are the gateway's."""
    return "gateway.accounts" if service == "gateway" else f"services.{service}"


class Recorder:
    """Looks like a gRPC server to generated code and remembers what is registered."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def add_generic_rpc_handlers(self, handlers: Iterable[Any]) -> None:
        """What is registered here comes again below."""

    def add_registered_method_handlers(self, service: str, handlers: Mapping[str, Any]) -> None:
        self.paths += [f"/{service}/{name}" for name in handlers]


def unconnected(package: str) -> tuple[Service, Parts]:
    """A service and parts whose database is never asked anything."""
    service: Service = importlib.import_module(f"{package}.composition").SERVICE
    clock = Clock()
    settings = Settings(
        environment="test",
        database_url=SecretStr("postgresql://nobody@127.0.0.1:1/nothing"),
        identity_public_key=SecretStr(make_keys().public),
        page_token_key=SecretStr(PAGE_TOKEN_KEY),
    )
    url = settings.database_url.get_secret_value()
    return service, Parts(settings, Database(url, service=service.name, clock=clock), clock)


@cache
def implemented(package: str) -> Mapping[str, bool]:
    """gRPC path -> whether the service has code for it, and not only the generated refusal."""
    service, parts = unconnected(package)
    found: dict[str, bool] = {}
    for register, servicer in service.servicers(parts):
        recorder = Recorder()
        register(servicer, recorder)  # type: ignore[arg-type] -- all a generated function needs
        found |= {path: _own(servicer, path.rpartition("/")[2]) for path in recorder.paths}
    return found


def _own(servicer: object, name: str) -> bool:
    method = inspect.unwrap(getattr(type(servicer), name))
    return not Path(inspect.getfile(method)).is_relative_to(ROOT / "gen")
