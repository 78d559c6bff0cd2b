"""The roles a service can run in: composition in one place per process."""

import importlib
import sys
from pathlib import Path

from pydantic import ValidationError

from chassis import garbage, logs, metrics
from chassis.config import Settings
from chassis.database import Database
from chassis.service import Parts, Service
from chassis.shared_clock import clock_for
from chassis.stop_signal import StopSignal


def server(package: str) -> None:
    """Answers gRPC until SIGTERM, then drains."""
    from chassis import standard
    from chassis.identity_tokens import Verifier
    from chassis.server import Server

    service, parts = compose(package, "server")
    settings = parts.settings
    grpc_server = Server(
        [*service.servicers(parts), *standard.servicers(parts.database)],
        database=parts.database,
        verifier=Verifier(settings.identity_public_key.get_secret_value()),
        listen=settings.listen,
        threads=settings.threads,
    )
    metrics.serve(settings.metrics_listen)
    garbage.settle()
    stop = StopSignal().heed()  # before anybody can know that it serves
    grpc_server.start()
    stop.wait()
    grpc_server.stop()
    parts.database.close()


def migrate(package: str) -> None:
    """Brings the service's database up to date, declares its queues and ends."""
    from chassis import reactions, worker_queues
    from chassis.migrate import migrate as run

    service, parts = compose(package, "migrate")
    run(parts.database, migrations_of(package))
    if broker := parts.settings.amqp_url.get_secret_value():
        hears = reactions.collect(service.reactions(parts))
        worker_queues.declare(broker, service.name, hears.values())


def worker(package: str) -> None:
    """Reacts to events and timers until SIGTERM."""
    from chassis.worker import run

    service, parts = compose(package, "worker")
    metrics.serve(parts.settings.metrics_listen)
    run(service, parts)


def relay(package: str, name: str = "") -> None:
    """Carries the outbox to the broker until SIGTERM.

    name: of the service, when it is not the package's. The composition is not asked: a relay needs
    nothing of it, and would hold all of the service in memory.
    """
    from chassis.backlog import Backlog
    from chassis.relay import run

    name = name or package.rpartition(".")[2]
    parts = parts_of(package, name, "relay")
    metrics.serve(parts.settings.metrics_listen, Backlog(parts.database))
    run(name, parts)


def compose(package: str, role: str) -> tuple[Service, Parts]:
    """The service and its parts; as `parts_of`."""
    service: Service = importlib.import_module(f"{package}.composition").SERVICE
    return service, parts_of(package, service.name, role)


def parts_of(package: str, name: str, role: str) -> Parts:
    """What the service called `name` is composed from: settings read and logs configured.

    Exits with the names of settings that are missing or wrong.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]).upper() for item in error.errors())
        sys.exit(f"{package} {role}: missing or wrong setting: {names}")
    logs.configure(log_format=settings.log_format, level=settings.log_level)
    clock = clock_for(settings.environment, settings.redis_url.get_secret_value())
    database = Database(
        settings.database_url.get_secret_value(),
        service=name,
        clock=clock,
        pool_size=settings.database_pool,
        role=role,
    )
    return Parts(settings=settings, database=database, clock=clock)


def migrations_of(package: str) -> Path:
    """The folder with a service's line of migrations."""
    module = importlib.import_module(package)
    return Path(str(module.__file__)).parent / "migrations"
