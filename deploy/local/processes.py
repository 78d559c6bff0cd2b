"""Which processes the suite consists of. A new service is one row here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Roles that others call; the rest listens to nobody.
CALLED = ("server", "stream")


@dataclass(frozen=True, slots=True)
class Program:
    """One deployable program and the roles it runs in, each a process of its own.

    module: what `python -m` runs. screen: where its built UI appears, "" without one; pages: the
    paths below that are pages of it, a pattern.
    front: it faces the callers, signs who they are and knows where the others listen.
    settings: what its environment says beyond what every run needs, such as {"THREADS": "4"}.
    """

    name: str
    module: str
    roles: tuple[str, ...] = ("server", "worker", "relay")
    screen: str = ""
    pages: str = ".*"
    front: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, str]:
        """What its roles that are called by others are listed as: role -> name of the address."""
        called = (role for role in self.roles if role in CALLED)
        return {role: self.name if role == "server" else f"{self.name}.{role}" for role in called}

    @property
    def ui(self) -> Path:
        """The folder of its UI; the build puts the static files into dist/ there."""
        return ROOT / self.module.replace(".", "/") / "ui"


PROGRAMS = (
    Program("leads", "services.leads", screen="/leads/"),
    Program("deals", "services.deals", screen="/deals/"),
    Program("tickets", "services.tickets", screen="/tickets/"),
    Program("notify", "services.notify", screen="/messages/"),
    Program(
        "gateway",
        "gateway",
        roles=("server", "stream", "worker", "relay"),
        screen="/",
        pages="|sign-in|sign-in/link|settings|settings/.*",
        front=True,
    ),
)
DEMO = "deploy.local.demo"
