"""Parked events: what to do with one that is due for another try."""

import logging
from collections.abc import Mapping

from sqlalchemy import ARRAY, Text, any_, bindparam, select, text, update

from chassis import cloudevents, trouble
from chassis.attempts import RowAttempt
from chassis.cloudevents import Unreadable
from chassis.errors import Unavailable
from chassis.reactions import Reaction
from chassis.tables import InboxEvent, InboxState
from chassis.transaction import Transaction

log = logging.getLogger("inbox")

#: On the table itself and made once: it is asked at every tick and for every event.
INBOX = InboxEvent.metadata.tables["inbox"]
CLAIM = (
    select(INBOX)
    .where(
        text("state = 'WAITING'"),  # as the index of what waits says it
        INBOX.c.due_time <= bindparam("now"),
        INBOX.c.handler == any_(bindparam("names", type_=ARRAY(Text))),
    )
    .order_by(INBOX.c.bulk, INBOX.c.due_time)
    .limit(1)
    .with_for_update(skip_locked=True)
)
DONE = (
    update(INBOX)
    .where(INBOX.c.id == bindparam("claimed"))
    .values(state=InboxState.DONE, due_time=None, error="", body=b"")
)


class Parked(RowAttempt):
    """One parked event, from the claim to its end; those without a reaction here are left alone."""

    def __init__(self, reactions: Mapping[str, Reaction]) -> None:
        super().__init__(CLAIM, reactions)
        self._reactions = reactions

    def do(self, tx: Transaction) -> None:
        """The effect, and the note that it happened."""
        reaction = self._reactions[self._row.handler]
        event = cloudevents.parse(self._row.body)
        reaction.run(event, reaction.read(event), tx)
        tx.execute(DONE, {"claimed": self._row.id})

    def put_off(self, tx: Transaction, error: Exception) -> None:
        """Notes one more failure, unless somebody has tried it since."""
        row = self._row
        tries = row.tries + 1
        hopeless = error.reason if isinstance(error, Unreadable) else ""
        wait = None if hopeless else trouble.delay(tries)
        complain(row.handler, row.event_id, tries, error, dead=wait is None)
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


def complain(handler: str, event_id: str, tries: int, error: Exception, *, dead: bool) -> None:
    """Says in the log that a reaction failed; with its trace the first and the last time."""
    why = trouble.describe(error)
    told = {"handler": handler, "event_id": event_id, "tries": tries, "dead": dead, "why": why}
    expected = isinstance(error, Unavailable) or trouble.is_conflict(error)
    if expected and not dead:  # what it needs is not here yet, or somebody else had it: no fault
        log.warning("reaction waits", extra=told)
        return
    trace = error if dead or tries == 1 else None
    log.error("reaction failed", exc_info=trace, extra=told)
