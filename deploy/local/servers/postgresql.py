"""A private PostgreSQL."""

import hashlib
import hmac
import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.child import clean_environment, dies_with_us, wait_until
from deploy.local.servers.server import Server, kept_secret, program

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path is limited to 107 bytes, a folder's is not
    "max_connections": "200",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}


class PostgreSQL(Server):
    """PostgreSQL with a superuser `crm`; every service gets a role and a database of its own."""

    stop_signal = signal.SIGINT  # fast shutdown; SIGTERM would wait for the clients

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        log: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__("postgresql", folder, port, log)
        self.settings = SETTINGS | dict(settings or {})
        self.user = "postgres" if os.geteuid() == 0 else ""
        self.password = ""

    @property
    def cluster(self) -> Path:
        """Where the data really is; see `reachable`."""
        return (self.folder / "cluster").resolve()

    @property
    def data(self) -> Path:
        return self.cluster / "data"

    def prepare(self) -> None:
        """Creates the cluster on first use and clears what a crash left."""
        super().prepare()
        self.password = kept_secret(self.folder / "password")
        make_cluster_folder(self.folder / "cluster", self.user)
        if not (self.data / "PG_VERSION").exists():
            self.create()
        end_earlier(self.data)

    def create(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # a first start that was interrupted
        password = self.cluster / "password"
        password.write_text(self.password)
        if self.user:
            shutil.chown(password, self.user)
        options = ["-U", "crm", "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8"]
        self.tool("initdb", "-D", str(self.data), *options, "--locale=C.UTF-8", "--no-sync")
        password.unlink()

    def tool(self, name: str, *arguments: str, text: str = "") -> str:
        """Runs one of PostgreSQL's own programs. Raises RuntimeError with what it printed."""
        done = subprocess.run(
            [*dies_with_us(signal.SIGTERM, self.user), binary(name, self.data), *arguments],
            env=clean_environment({"PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "10"}),
            cwd=self.cluster,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr or done.stdout}")
        return done.stdout

    def command(self) -> Sequence[str]:
        settings = [f"-c{name}={value}" for name, value in self.settings.items()]
        return [binary("postgres", self.data), "-D", str(self.data), f"-p{self.port}", *settings]

    def ready(self) -> bool:
        try:
            self.tool("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "crm")
        except RuntimeError:
            return False
        return True

    def execute(self, sql: str, database: str = "postgres") -> str:
        """Runs SQL as the superuser; returns what psql prints, unaligned and without headers."""
        url = f"postgresql://crm@127.0.0.1:{self.port}/{database}"
        return self.tool("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", url, text=sql).strip()

    def url(self, database: str = "postgres") -> str:
        """The superuser's URL of a database."""
        return f"postgresql://crm:{self.password}@127.0.0.1:{self.port}/{database}"

    def database(self, name: str) -> str:
        """Makes sure of a database and a role owning it, both called `name`; returns its URL."""
        password = hmac.new(self.password.encode(), name.encode(), hashlib.sha256).hexdigest()
        self.execute(OWN_DATABASE.format(name=name, password=password))
        return f"postgresql://{name}:{password}@127.0.0.1:{self.port}/{name}"


OWN_DATABASE = r"""
SELECT 'CREATE ROLE "{name}" LOGIN' WHERE NOT EXISTS
  (SELECT FROM pg_roles WHERE rolname = '{name}') \gexec
ALTER ROLE "{name}" PASSWORD '{password}';
SELECT 'CREATE DATABASE "{name}" OWNER "{name}"' WHERE NOT EXISTS
  (SELECT FROM pg_database WHERE datname = '{name}') \gexec
REVOKE ALL ON DATABASE "{name}" FROM PUBLIC;
"""


def binary(name: str, data: Path) -> str:
    """A program of the PostgreSQL that made `data`, or of the newest one for a new cluster."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    made_by = data / "PG_VERSION"
    if made_by.exists():
        version = made_by.read_text().strip()
        installed = [path for path in installed if path.parts[4] == version]
    return str(installed[-1]) if installed else program(name)


def make_cluster_folder(folder: Path, user: str) -> None:
    """Makes a folder that only `user` (we, when empty) can enter, and enter it they can.

    PostgreSQL refuses to run as root, and nobody else can pass through a closed parent such as
    /root. Then the folder is made in /var/tmp, with a symbolic link from the wanted place.
    """
    if user and not folder.exists() and not enterable(folder.parent, user):
        name = hashlib.sha256(bytes(folder)).hexdigest()[:16]
        folder.unlink(missing_ok=True)
        folder.symlink_to(Path("/var/tmp") / f"trellis-{name}")  # noqa: S108 -- 0700, owner checked
    place = folder.resolve()
    place.mkdir(mode=0o700, exist_ok=True)
    owner = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    if place.stat().st_uid not in (os.geteuid(), owner):
        raise PermissionError(f"{place} belongs to somebody else")
    place.chmod(0o700)
    os.chown(place, owner, -1)


def enterable(folder: Path, user: str) -> bool:
    """Whether `user` may pass through `folder` and all its parents."""
    uid = pwd.getpwnam(user).pw_uid
    for part in (folder, *folder.parents):
        found = part.stat()
        allowed = stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH
        if not found.st_mode & allowed:
            return False
    return True


def end_earlier(data: Path) -> None:
    """Ends a PostgreSQL that outlived its supervisor, then removes the lock a crash left.

    The lock may go only when nobody works in `data` any more: it is what protects the files.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    postmaster = int(lock.read_text().split("\n", 1)[0])
    if postmaster in at_work(data):
        os.kill(postmaster, signal.SIGINT)
    wait_until(lambda: not at_work(data), 20.0, "the earlier PostgreSQL ended")
    lock.unlink(missing_ok=True)


def at_work(data: Path) -> list[int]:
    """The PostgreSQL processes whose data this is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data and "postgres" in process_name(process):
                found.append(int(process.name))
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return found


def process_name(process: Path) -> str:
    return (process / "comm").read_text()
