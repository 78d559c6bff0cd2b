"""A private nginx in front of a gateway, with the configuration every deployment uses."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from deploy.local.servers.server import Server, program

CONFIGURATION = Path(__file__).resolve().parents[2] / "nginx"


class Nginx(Server):
    """The edge: what users and integrators connect to.

    gateway: host:port of the gateway. screens: URL prefix -> folder of a built UI, such as
    {"/leads/": Path("services/leads/ui/dist")}; those without a folder are left out.
    """

    def __init__(
        self,
        folder: Path,
        gateway: str,
        port: int = 0,
        log: Path | None = None,
        screens: Mapping[str, Path] | None = None,
    ) -> None:
        super().__init__("nginx", folder, port, log)
        self.gateway = gateway
        self.screens = {p: built for p, built in (screens or {}).items() if built.is_dir()}

    def prepare(self) -> None:
        super().prepare()
        values = {
            "LISTEN": f"127.0.0.1:{self.port}",
            "GATEWAY": self.gateway,
            "FOLDER": str(self.folder),
            "CONFIGURATION": str(CONFIGURATION),
            "ACCESS_LOG": str(self.folder / "access.log"),
        }
        template = Template((CONFIGURATION / "nginx.conf.template").read_text())
        (self.folder / "nginx.conf").write_text(template.safe_substitute(values))
        screens = [screen(prefix, built) for prefix, built in self.screens.items()]
        if "/" not in self.screens:
            screens.append((CONFIGURATION / "no-screens.conf").read_text())
        (self.folder / "screens.conf").write_text("\n".join(screens))

    def command(self) -> Sequence[str]:
        as_root = ["-g", "user root;"] if os.geteuid() == 0 else []  # files may lie under /root
        settings = str(self.folder / "nginx.conf")
        return [program("nginx"), "-p", str(self.folder), "-c", settings, *as_root]


def screen(prefix: str, built: Path) -> str:
    """The location of one built UI: hashed files for ever, every other path is its index.html."""
    template = Template((CONFIGURATION / "screen.conf.template").read_text())
    values = {"PREFIX": prefix, "BUILT": str(built), "CONFIGURATION": str(CONFIGURATION)}
    return template.safe_substitute(values)
