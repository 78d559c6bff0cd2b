"""Parked events: what to do with one that is due for another try."""

import logging
from collections.abc import Mapping

from sqlalchemy import select, update

from chassis import cloudevents, trouble
from chassis.cloudevents import Unreadable
from chassis.reactions import Reaction
from chassis.tables import InboxEvent, InboxState
from chassis.transaction import Transaction

log = logging.getLogger("inbox")


class Parked:
    """One parked event, from the claim to its end; those without a reaction here are left alone."""

    def __init__(self, reactions: Mapping[str, Reaction]) -> None:
        self._reactions = reactions
        self._row: InboxEvent

    def claim(self, tx: Transaction) -> bool:
        """Locks a due row that no other worker is at."""
        row = tx.session.scalars(
            select(InboxEvent)
            .where(
                InboxEvent.state == InboxState.WAITING,
                InboxEvent.due_time <= tx.now,
                InboxEvent.handler.in_(self._reactions),
            )
            .order_by(InboxEvent.due_time)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return False
        tx.session.expunge(row)  # it is read again after its effect was rolled back
        self._row = row
        return True

    def do(self, tx: Transaction) -> None:
        """The effect, and the note that it happened."""
        reaction = self._reactions[self._row.handler]
        event = cloudevents.parse(self._row.body)
        reaction.run(event, reaction.read(event), tx)
        done = {"state": InboxState.DONE, "due_time": None, "error": "", "body": b""}
        tx.execute(update(InboxEvent).where(InboxEvent.id == self._row.id).values(done))

    def put_off(self, tx: Transaction, error: Exception) -> None:
        """Notes one more failure, unless somebody has tried it since."""
        row = self._row
        tries = row.tries + 1
        hopeless = error.reason if isinstance(error, Unreadable) else ""
        wait = None if hopeless else trouble.delay(tries)
        complain(row.handler, row.event_id, tries, error)
        values = {
            "state": InboxState.WAITING if wait else InboxState.DEAD,
            "due_time": tx.now + wait if wait else None,
            "reason": "" if wait else hopeless or "FAILED",
            "tries": tries,
            "error": trouble.describe(error),
        }
        same = (InboxEvent.id == row.id, InboxEvent.tries == row.tries)
        waiting = InboxEvent.state == InboxState.WAITING
        tx.execute(update(InboxEvent).where(*same, waiting).values(values))


def complain(handler: str, event_id: str, tries: int, error: Exception) -> None:
    """Says in the log that a reaction failed."""
    told = {"handler": handler, "event_id": event_id, "tries": tries}
    log.error("reaction failed", exc_info=error, extra=told)
