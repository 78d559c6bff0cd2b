"""A row that says a worker or relay is alive and ticking; an old `time` is the alarm."""

import logging
import os
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.context import system_call, use
from chassis.database import Database
from chassis.tables import ProcessHeartbeat
from chassis.transaction import Transaction

log = logging.getLogger("heartbeat")

SECONDS = 1.0
#: What a service does by itself; a server tells whether anybody does it.
ROLES = ("worker", "relay")
#: Of a role whose last tick is so old, nobody is left.
SILENT = timedelta(seconds=30)
#: Rows of processes that ended without saying goodbye.
FORGOTTEN = timedelta(days=1)


class Heartbeat:
    """The row of this process. Its times are real ones: health does not follow a moved clock."""

    def __init__(self, database: Database, role: str) -> None:
        self._database = database
        self._role = role
        self._me = {"role": role, "host": socket.gethostname(), "pid": os.getpid()}
        self._start = datetime.now(UTC)
        self._last = 0.0
        self._ended = False
        self._writing = threading.Lock()

    def beat(self) -> None:
        """Writes the time, at most once a second. Raises when the database does not answer."""
        if time.monotonic() - self._last < SECONDS:
            return
        with self._writing:  # a beat under way must not bring back the row that `end` removes
            if not self._ended:
                self._write()

    def end(self) -> None:
        """Takes the row away, for good: this process ended as it should."""
        with self._writing:
            self._ended = True
            try:
                self._remove()
            except Exception as error:  # noqa: BLE001 -- the row is forgotten after a day anyhow
                log.warning("no goodbye", extra={"error": type(error).__name__})

    def _write(self) -> None:
        now = datetime.now(UTC)
        row = insert(ProcessHeartbeat).values(**self._me, start_time=self._start, time=now)
        keys = ["role", "host", "pid"]
        update = {"time": now, "start_time": self._start}
        with use(system_call("heartbeat")), self._database.transaction() as tx:
            tx.execute(row.on_conflict_do_update(index_elements=keys, set_=update))
        self._last = time.monotonic()

    def _remove(self) -> None:
        mine = [getattr(ProcessHeartbeat, name) == value for name, value in self._me.items()]
        with use(system_call("heartbeat")), self._database.transaction() as tx:
            tx.execute(delete(ProcessHeartbeat).where(*mine))


def ticking(database: Database) -> dict[str, bool]:
    """For each role, whether a process of it ticks. Raises when the database does not answer."""
    lately = ProcessHeartbeat.time > datetime.now(UTC) - SILENT
    with use(system_call("heartbeat")), database.reading() as tx:
        found = set(tx.session.scalars(select(ProcessHeartbeat.role).where(lately).distinct()))
    return {role: role in found for role in ROLES}


def forget_dead(tx: Transaction) -> None:
    """Removes the rows of processes that have been silent for a day."""
    silent = ProcessHeartbeat.time < datetime.now(UTC) - FORGOTTEN
    tx.execute(delete(ProcessHeartbeat).where(silent))
