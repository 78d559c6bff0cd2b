"""A private Redis."""

import socket
from collections.abc import Sequence
from pathlib import Path

from deploy.local.servers.server import Server, kept_secret, program

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
daemonize no
save ""
appendonly no
maxmemory 256mb
maxmemory-policy volatile-lru
"""


class Redis(Server):
    """Redis as a cache: nothing is written to disk, the oldest expiring keys go first."""

    def __init__(self, folder: Path, port: int = 0, log: Path | None = None) -> None:
        super().__init__("redis", folder, port, log)
        self.password = ""

    def prepare(self) -> None:
        super().prepare()
        self.password = kept_secret(self.folder / "password")
        settings = self.folder / "redis.conf"
        settings.touch(mode=0o600)
        settings.write_text(CONFIGURATION.format(port=self.port, password=self.password))

    def command(self) -> Sequence[str]:
        return [program("redis-server"), str(self.folder / "redis.conf")]

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"+PONG" in connection.recv(64)
        except OSError:
            return False

    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"
