"""The stage of a measurement: servers, a filled database, the suite's processes, the baselines."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.child import Child, answers, free_port, wait_until
from deploy.local.keys import make_keys
from deploy.local.processes import PROGRAMS, ROOT
from deploy.local.programs import Addresses, Process
from deploy.local.servers import PostgreSQL, Redis
from tests.load import dataset
from tests.load.generator import Target

#: Limits must not be what is measured.
UNLIMITED = dict.fromkeys(("RATE_LIMIT_USER", "RATE_LIMIT_KEY", "RATE_LIMIT_IP"), "1000000")
MEASURED = tuple(program for program in PROGRAMS if program.name in {"leads", "gateway"})


class Measured(Process):
    """A process of the suite as in production, but without rate limits."""

    def environment(self) -> Mapping[str, str]:
        quiet = {"LOG_LEVEL": "WARNING", "ENVIRONMENT": "test", "TRUSTED_PROXIES": "0"}
        return {**super().environment(), **quiet, **UNLIMITED}


class Bare(Child):
    """A process of the bare baseline; arguments as tests.load.bare takes them."""

    def __init__(self, folder: Path, database_url: str, *arguments: str) -> None:
        super().__init__(f"bare-{arguments[0]}-{len(arguments)}", folder)
        self._database_url = database_url
        self._arguments = arguments

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "tests.load.bare", *self._arguments]

    def environment(self) -> Mapping[str, str]:
        return {"DATABASE_URL": self._database_url, "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}"}


@dataclass(frozen=True)
class Stage:
    """Where to send requests, and ids of contacts that exist."""

    ours: Target
    bare: Target
    hop: Target
    ids: Sequence[str]
    database_url: str


@contextmanager
def servers() -> Iterator[tuple[Path, PostgreSQL, Redis]]:
    """PostgreSQL with durable commits and Redis, in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        make_keys(folder / "secrets")
        settings = {"shared_buffers": "1GB", "maintenance_work_mem": "512MB", "max_wal_size": "4GB"}
        with (
            PostgreSQL(folder / "postgresql", settings=settings) as postgresql,
            Redis(folder / "redis") as redis,
        ):
            yield folder, postgresql, redis


@contextmanager
def stage(folder: Path, postgresql: PostgreSQL, redis: Redis, size: int) -> Iterator[Stage]:
    """A leads database of `size` contacts with everything needed to ask for them."""
    leads = postgresql.database(f"leads_{size}")
    listen = {program.name: f"127.0.0.1:{free_port()}" for program in MEASURED}
    addresses = Addresses(
        databases={"leads": leads, "gateway": postgresql.database("gateway")},
        listen=listen,
        amqp="",
        cache=redis.url(),
        public_url=f"http://{listen['gateway']}",
        secrets=str(folder / "secrets"),
    )
    for program in MEASURED:
        Measured(program, "migrate", addresses, folder).output()
    dataset.fill(leads, size)
    key = api_key(addresses, folder)
    bare, hop, behind = (f"127.0.0.1:{free_port()}" for _ in range(3))
    with ExitStack() as running:
        suite = [Measured(program, "server", addresses, folder) for program in MEASURED]
        baselines = [
            Bare(folder / "bare", leads, "front", port_of(bare)),
            Bare(folder / "bare", leads, "behind", behind),
            Bare(folder / "bare", leads, "front", port_of(hop), behind),
        ]
        for process in (*suite, *baselines):
            process.launch()
            running.callback(process.stop)
        for address in (*listen.values(), bare, hop, behind):
            port = int(port_of(address))
            wait_until(lambda port=port: answers(port), 30, f"port {port} answers")
        yield Stage(
            ours=Target(addresses.public_url, {"Authorization": f"Bearer {key}"}),
            bare=Target(f"http://{bare}", {}),
            hop=Target(f"http://{hop}", {}),
            ids=dataset.some_ids(leads),
            database_url=leads,
        )


def port_of(address: str) -> str:
    """The port of a host:port."""
    return address.rpartition(":")[2]


def api_key(addresses: Addresses, folder: Path) -> str:
    """The admin's key, kept for the second size."""
    kept = folder / "secrets" / "bench_key"
    if not kept.exists():
        gateway = next(program for program in MEASURED if program.front)
        seeded = json.loads(Measured(gateway, "seed", addresses, folder).output())
        kept.write_text(seeded["admin_api_key"])
    return kept.read_text()
