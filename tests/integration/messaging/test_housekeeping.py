"""What every worker tidies up, hour by hour, and what it never touches."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis import housekeeping
from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.housekeeping import Housekeeping
from chassis.reactions import collect_timers
from chassis.service import Parts
from tests.harness.people import Keys
from tests.harness.services import parts_of

INBOX = text(
    "INSERT INTO inbox (id, handler, source, event_id, type, state, receive_time, tries, reason,"
    " error, body)"
    " SELECT gen_random_uuid(), 'A.b', '/s', n::text, 't', :state, :time, 0, '', '', ''"
    " FROM generate_series(1, :rows) n"
)
OUTBOX = text(
    "INSERT INTO outbox (id, type, subject, time, data, headers, actor, cause, depth, publish_time)"
    " SELECT gen_random_uuid(), 't', 's', :time, '{}', '{}', 'system', '', 0, :published"
    " FROM generate_series(1, :rows)"
)


def tidy(database: Database, keys: Keys, **settings: Any) -> int:
    """Runs housekeeping until the next is an hour away; how many steps it took."""
    parts = parts_of(database, keys)
    chosen = Settings(**(parts.settings.model_dump() | settings))
    changed = Parts(settings=chosen, database=database, clock=parts.clock)
    due = DueTimers(database, collect_timers([Housekeeping(changed)]))
    housekeeping.begin(database)
    housekeeping.begin(database)
    steps = 0
    while due.step(lambda: None):
        steps += 1
    return steps


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def fill(database: Database, statement: Any, **values: Any) -> None:
    with database.engine.begin() as connection:
        connection.execute(statement, values)


def test_notes_of_handled_events_go_after_ninety_days_and_dead_letters_stay(
    tally: Database, keys: Keys, clock: Clock
) -> None:
    old = clock.now() - housekeeping.INBOX_KEPT - timedelta(minutes=1)
    fill(tally, INBOX, state="DONE", time=old, rows=1500)
    fill(tally, text("UPDATE inbox SET handler = 'C.d'"))
    fill(tally, INBOX, state="DEAD", time=old, rows=1)
    assert tidy(tally, keys) == 2, "a full batch is followed by another at once"
    assert count(tally, "inbox") == 1
    assert tidy(tally, keys) == 0
    clock.advance(timedelta(hours=1))
    assert tidy(tally, keys) == 1


@pytest.mark.parametrize(("kept", "left"), [(0, 4), (30, 2)])
def test_the_event_log_is_kept_unless_the_operator_says_otherwise(
    tally: Database, keys: Keys, clock: Clock, kept: int, left: int
) -> None:
    now, old = clock.now(), clock.now() - timedelta(days=31)
    fill(tally, OUTBOX, time=old, published=now, rows=2)
    fill(tally, OUTBOX, time=old, published=None, rows=1)
    fill(tally, OUTBOX, time=now, published=now, rows=1)
    tidy(tally, keys, event_log_days=kept)
    assert count(tally, "outbox") == left
