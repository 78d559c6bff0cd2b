"""Private PostgreSQL, RabbitMQ and Redis: started when the first test asks, gone with the run.

The kernel ends them when the test process dies, whatever the reason.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local.servers import PostgreSQL, RabbitMQ, Redis

#: Tests are fast because this instance may lose data in a crash; crash tests start their own.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def open_folder(name: str) -> Iterator[Path]:
    """A new folder that PostgreSQL's own user may enter; deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f"trellis-{name}-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def private_postgresql(**settings: str) -> Iterator[PostgreSQL]:
    """A PostgreSQL of one test's own, durable unless the settings say otherwise."""
    with open_folder("postgresql") as folder, PostgreSQL(folder, settings=settings) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """PostgreSQL for all tests; not to be stopped or restarted by any of them."""
    with private_postgresql(**FORGETFUL) as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitMQ]:
    """RabbitMQ for all tests; not to be stopped or restarted by any of them."""
    with open_folder("rabbitmq") as folder, RabbitMQ(folder) as server:
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    """Redis for all tests; not to be stopped or restarted by any of them."""
    with open_folder("redis") as folder, Redis(folder) as server:
        yield server


@pytest.fixture
def own_postgresql() -> Iterator[PostgreSQL]:
    """A durable PostgreSQL for one test that stops, kills, freezes or exhausts it."""
    with private_postgresql() as server:
        yield server


@pytest.fixture
def own_rabbitmq() -> Iterator[RabbitMQ]:
    """A RabbitMQ for one test that stops, kills or freezes it."""
    with open_folder("rabbitmq") as folder, RabbitMQ(folder) as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """A Redis for one test that stops, kills or freezes it."""
    with open_folder("redis") as folder, Redis(folder) as server:
        yield server
