"""The suite's own processes: how each is started and what its environment says."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.child import Child
from deploy.local.mailcatcher.server import MAIL_FROM
from deploy.local.processes import ROOT, Program

#: Roles that sign nothing, so they see no signing key.
BEHIND = ("stream", "worker", "relay")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is. databases and listen are keyed by program name."""

    databases: Mapping[str, str]
    listen: Mapping[str, str]
    amqp: str
    cache: str
    public_url: str
    secrets: str  # a folder
    smtp: str = ""  # without, mail waits
    metrics: Mapping[str, str] = field(default_factory=dict)  # by process, of those that tell


class Process(Child):
    """One role of one program; `migrate` and `seed` are roles that end by themselves."""

    def __init__(self, program: Program, role: str, addresses: Addresses, local: Path) -> None:
        name = f"{program.name}.{role}"
        super().__init__(name, local / "work", local / "logs" / f"{name}.log")
        self.program = program
        self.role = role
        self.addresses = addresses

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", self.program.module, self.role]

    @property
    def listen(self) -> str:
        """Where this role is called; a role that nobody calls names its program's address."""
        name = self.program.addresses.get(self.role, self.program.name)
        return self.addresses.listen[name]

    def environment(self) -> Mapping[str, str]:
        secrets = self.addresses.secrets
        own = self.front_environment() if self.program.front and self.role not in BEHIND else {}
        here = (self.program.name, *self.program.addresses.values())
        others = {k: v for k, v in self.addresses.listen.items() if k not in here}
        return {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self.folder),
            "ENVIRONMENT": "development",
            "LOG_FORMAT": "console",
            "PUBLIC_URL": self.addresses.public_url,
            "BACKENDS": ",".join(f"{name}={address}" for name, address in others.items()),
            "LISTEN": self.listen,
            "METRICS_LISTEN": self.addresses.metrics.get(self.name, ""),
            "DATABASE_URL": self.addresses.databases[self.program.name],
            "AMQP_URL": self.addresses.amqp,
            "REDIS_URL": self.addresses.cache,
            "SMTP_URL": self.addresses.smtp,
            "MAIL_FROM": MAIL_FROM,
            "IDENTITY_PUBLIC_KEY_FILE": f"{secrets}/identity_public_key",
            "PAGE_TOKEN_KEY_FILE": f"{secrets}/page_token_key",
            **own,
            **self.program.settings,
        }

    def front_environment(self) -> Mapping[str, str]:
        """The signing and session keys, which nobody else may have."""
        return {
            "IDENTITY_PRIVATE_KEY_FILE": f"{self.addresses.secrets}/identity_private_key",
            "SESSION_KEY_FILE": f"{self.addresses.secrets}/session_key",
            "TRUSTED_PROXIES": "1",
            "ALLOWED_ORIGINS": "",
        }
