"""Dead letters: events and timers that were given up. Seen, tried again, or dropped for good.

`python -m chassis.dead_letters list | replay <id>|all | drop <id>|all`, with DATABASE_URL (or
DATABASE_URL_FILE) of the service; a JSON object a line.
"""

import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.sql.dml import ReturningDelete, ReturningUpdate

from chassis import timers
from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.database import Database
from chassis.errors import NotFound
from chassis.ids import parse_id
from chassis.tables import InboxEvent, InboxState, ScheduledTimer
from chassis.transaction import Transaction

USAGE = "usage: python -m chassis.dead_letters list | replay <id>|all | drop <id>|all"
LISTED = 1000


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One thing given up. kind: "event" or "timer"; handler: who could not handle it.

    reason: FAILED after the last try; for events also UNDECODABLE, UNKNOWN_SCHEMA, LOOP, CRASHED.
    content: the message or the timer's payload, as text.
    """

    id: UUID
    kind: str
    handler: str
    subject: str
    reason: str
    error: str
    tries: int
    time: datetime
    content: str


class DeadLetters:
    """The use cases of dead letters. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> list[DeadLetter]:
        """The oldest thousand of each kind."""
        with self._database.reading() as tx:
            events = select(InboxEvent).where(DEAD_EVENT).order_by(InboxEvent.id)
            late = select(ScheduledTimer).where(DEAD_TIMER).order_by(ScheduledTimer.id)
            return [
                *map(_of_event, tx.session.scalars(events.limit(LISTED))),
                *map(_of_timer, tx.session.scalars(late.limit(LISTED))),
            ]

    def replay(self, letter_id: UUID | None) -> int:
        """Tries one (None: all) again from the beginning; how many. Raises NotFound."""
        with self._database.transaction() as tx:
            event = {"state": InboxState.WAITING, "due_time": tx.now, "tries": 0, "reason": ""}
            timer = {"dead_time": None, "due_time": tx.now, "tries": 0}
            events = update(InboxEvent).values(event).returning(InboxEvent.id)
            late = update(ScheduledTimer).values(timer).returning(ScheduledTimer.id)
            timers.wake(tx)
            return _run(tx, letter_id, events, late)

    def drop(self, letter_id: UUID | None) -> int:
        """Gives one (None: all) up for good; how many. Raises NotFound.

        That a dropped event came is still known: it does not come back when delivered again.
        """
        gone: dict[str, object] = {"state": InboxState.DROPPED, "body": b"", "error": ""}
        with self._database.transaction() as tx:
            events = update(InboxEvent).values(gone).returning(InboxEvent.id)
            late = delete(ScheduledTimer).returning(ScheduledTimer.id)
            return _run(tx, letter_id, events, late)


DEAD_EVENT = InboxEvent.state == InboxState.DEAD
DEAD_TIMER = ScheduledTimer.dead_time.is_not(None)

Change = ReturningUpdate[UUID] | ReturningDelete[UUID]


def _run(tx: Transaction, letter_id: UUID | None, events: Change, late: Change) -> int:
    """Changes the dead ones among events and timers, all or one; how many."""
    events, late = events.where(DEAD_EVENT), late.where(DEAD_TIMER)
    if letter_id is not None:
        events = events.where(InboxEvent.id == letter_id)
        late = late.where(ScheduledTimer.id == letter_id)
    found = len(tx.execute(events).all()) + len(tx.execute(late).all())
    if letter_id is not None and not found:
        raise NotFound("DEAD_LETTER_NOT_FOUND", "There is no such dead letter.")
    return found


def _of_event(row: InboxEvent) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        kind="event",
        handler=row.handler,
        subject=f"{row.type} {row.source}/{row.event_id}".strip(),
        reason=row.reason,
        error=row.error,
        tries=row.tries,
        time=row.receive_time,
        content=row.body.decode(errors="replace"),
    )


def _of_timer(row: ScheduledTimer) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        kind="timer",
        handler=row.name,
        subject=row.key,
        reason="FAILED",
        error=row.error,
        tries=row.tries,
        time=row.dead_time or row.due_time,
        content=json.dumps(row.payload),
    )


def main(arguments: Sequence[str]) -> None:
    """The command. Exits with a message when it is not understood or names nothing."""
    path = os.environ.get("DATABASE_URL_FILE")
    url = Path(path).read_text().strip() if path else os.environ.get("DATABASE_URL")
    if not url:
        sys.exit("dead_letters: missing setting: DATABASE_URL")
    database = Database(url, service="command", clock=Clock(), pool_size=1, role="dead-letters")
    try:
        with use(system_call("command dead_letters")):
            _do(DeadLetters(database), arguments)
    except NotFound as error:
        sys.exit(f"dead_letters: {error}")
    finally:
        database.close()


def _do(letters: DeadLetters, arguments: Sequence[str]) -> None:
    match arguments:
        case ["list"]:
            for letter in letters.list():
                _say(dataclasses.asdict(letter))
        case ["replay", which]:
            _say({"replayed": letters.replay(_chosen(which))})
        case ["drop", which]:
            _say({"dropped": letters.drop(_chosen(which))})
        case _:
            sys.exit(USAGE)


def _chosen(which: str) -> UUID | None:
    return None if which == "all" else parse_id(which, "dead_letter")


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(told, default=str)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
