"""The row that says a process is alive, and that it goes for good with its process."""

import pytest
from sqlalchemy import func, select

from chassis import heartbeat
from chassis.context import system_call, use
from chassis.database import Database
from chassis.tables import ProcessHeartbeat


def alive(database: Database) -> int:
    with use(system_call("test")), database.reading() as tx:
        return int(tx.execute(select(func.count()).select_from(ProcessHeartbeat)).scalar_one())


def test_a_lane_that_still_looks_as_its_process_ends_does_not_beat_again(
    leads_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "SECONDS", 0)
    beating = heartbeat.Heartbeat(leads_database, "worker")
    beating.beat()
    assert alive(leads_database) == 1
    beating.end()
    beating.beat()
    assert alive(leads_database) == 0
