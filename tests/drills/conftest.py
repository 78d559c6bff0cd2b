"""One PostgreSQL, RabbitMQ and Redis for all drills of a run; each drill gets a part of its own."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from deploy.local.servers import PostgreSQL, RabbitMQ, Redis
from tests.drills.stage import Stage, forget_queues
from tests.harness.servers import open_folder, private_postgresql

_numbers = count(1)


@pytest.fixture(scope="session")
def drill_postgresql() -> Iterator[PostgreSQL]:
    with private_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def drill_rabbitmq() -> Iterator[RabbitMQ]:
    with open_folder("rabbitmq") as folder, RabbitMQ(folder) as server:
        yield server


@pytest.fixture
def broker(drill_rabbitmq: RabbitMQ) -> RabbitMQ:
    """A running broker, to be killed, frozen or stopped."""
    drill_rabbitmq.start()
    return drill_rabbitmq


@pytest.fixture
def postgres(drill_postgresql: PostgreSQL) -> PostgreSQL:
    """A running, durable PostgreSQL, to be killed or restarted."""
    drill_postgresql.start()
    return drill_postgresql


@pytest.fixture
def stage(
    postgres: PostgreSQL, broker: RabbitMQ, own_redis: Redis, tmp_path: Path
) -> Iterator[Stage]:
    """A migrated tally with empty queues; no process runs yet."""
    forget_queues(broker.url())
    database = postgres.database(f"tally{next(_numbers)}")
    stage = Stage(tmp_path, database=database, broker=broker.url(), redis=own_redis.url())
    stage.migrate()
    yield stage
    stage.close()
