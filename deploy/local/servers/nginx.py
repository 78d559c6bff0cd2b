"""A private nginx in front of a gateway, with the configuration every deployment uses."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from deploy.local.servers.server import Server, program

CONFIGURATION = Path(__file__).resolve().parents[2] / "nginx"


@dataclass(frozen=True, slots=True)
class Screen:
    """A built UI: URL prefix ("/leads/"), folder, and which paths below the prefix are pages."""

    prefix: str
    built: Path
    pages: str = ".*"

    @property
    def bare(self) -> str:
        """The address that leads to the UI without being it."""
        return self.prefix.rstrip("/") or "/index.html"


class Nginx(Server):
    """The edge: what users and integrators connect to.

    gateway: host:port of the gateway; stream: of its live updates, when they come from elsewhere.
    screens: the UIs; one whose folder is missing says so on its pages.
    """

    def __init__(
        self,
        folder: Path,
        gateway: str,
        port: int = 0,
        log: Path | None = None,
        screens: Sequence[Screen] = (),
        stream: str = "",
    ) -> None:
        super().__init__("nginx", folder, port, log)
        self.gateway = gateway
        self.stream = stream or gateway
        self.screens = screens

    def prepare(self) -> None:
        super().prepare()
        values = {
            "LISTEN": f"127.0.0.1:{self.port}",
            "GATEWAY": self.gateway,
            "STREAM": self.stream,
            "FOLDER": str(self.folder),
            "ACCESS_LOG": str(self.folder / "access.log"),
        }
        (self.folder / "nginx.conf").write_text(filled("nginx.conf.template", values))
        screens = [
            filled(
                "screen.conf.template",
                {
                    "PREFIX": screen.prefix,
                    "BARE": screen.bare,
                    "PAGES": screen.pages,
                    "BUILT": str(screen.built),
                },
            )
            for screen in self.screens
        ]
        screens.append(filled("elsewhere.conf.template", {}))
        (self.folder / "screens.conf").write_text("\n".join(screens))

    def command(self) -> Sequence[str]:
        as_root = ["-g", "user root;"] if os.geteuid() == 0 else []  # files may lie under /root
        settings = str(self.folder / "nginx.conf")
        return [program("nginx"), "-p", str(self.folder), "-c", settings, *as_root]


def filled(template: str, values: Mapping[str, str]) -> str:
    """A file of the configuration with these values in place; nginx's own variables stay."""
    text = Template((CONFIGURATION / template).read_text())
    return text.safe_substitute(values, CONFIGURATION=str(CONFIGURATION))
