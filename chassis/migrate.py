"""Brings a service's database up to date: the chassis' tables first, then its own (Alembic)."""

import logging
import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from chassis.database import Database

log = logging.getLogger("migrate")
CHASSIS = Path(__file__).parent / "migrations"
LOCK = 7_300_001  # one migration at a time, whoever starts it
AGAIN_SECONDS = 0.2


def migrate(database: Database, folder: Path) -> None:
    """Applies every pending migration under an advisory lock; safe to run by several at once."""
    with database.engine.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = '60s'"))
        _take_turns(connection)
        try:
            _upgrade(connection, CHASSIS, "chassis_schema")
            _upgrade(connection, folder, "service_schema")
        finally:
            connection.rollback()
            connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
            connection.commit()
            connection.invalidate()  # its timeouts are not for anybody else


def _take_turns(connection: Connection) -> None:
    """Returns when no other migration runs. It asks again and again: whoever waits inside a
    statement holds up an index that the other builds concurrently, which waits for statements."""
    while not connection.scalar(text(f"SELECT pg_try_advisory_lock({LOCK})")):
        connection.rollback()
        threading.Event().wait(AGAIN_SECONDS)
    connection.commit()


def _upgrade(connection: Connection, folder: Path, version_table: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes.update(connection=connection, version_table=version_table)
    command.upgrade(config, "head")
    connection.commit()
    log.info("migrated", extra={"line": version_table})
