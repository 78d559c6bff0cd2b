"""Takes events in: the effect and the note that it happened are one transaction.

What fails is parked as a row and tried again with growing delay; what nobody can read, what runs
in circles and what failed for the last time rests as a dead letter with its reason.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from google.protobuf.message import Message
from sqlalchemy import CursorResult, text
from sqlalchemy.dialects.postgresql import insert

from chassis import attempts, cloudevents, trouble
from chassis.cloudevents import Event, Unreadable
from chassis.context import system_call, use
from chassis.database import Database
from chassis.ids import uuid7
from chassis.parked import Parked, complain
from chassis.reactions import Reaction
from chassis.tables import InboxEvent, InboxState
from chassis.transaction import Transaction

log = logging.getLogger("inbox")

SHORTEST, LONGEST = 0.1, 5.0
#: Who had a message of a job when nobody can tell which reactions were to follow it.
BULK = "bulk"


class Inbox:
    """The events of one service. stopping: set when the process is to end."""

    def __init__(
        self, database: Database, reactions: Mapping[str, Reaction], *, stopping: threading.Event
    ) -> None:
        self._database = database
        self._reactions = reactions
        self._stopping = stopping

    def receive(self, name: str, body: bytes) -> bool:
        """Handles a message for a reaction; whether the broker may forget it.

        A database that is away is not the message's fault: waits here, however long.
        """
        return self._patiently(lambda: self._take(self._reactions[name], body))

    def receive_bulk(self, bodies: Sequence[bytes]) -> bool:
        """Handles messages for all reactions that follow their facts; as `receive`."""
        told = [(body, _event(body)) for body in bodies]
        return self._patiently(lambda: self._take_bulk(told))

    def receive_crashed(self, name: str, body: bytes) -> bool:
        """Keeps a message that was delivered too often without an end; as `receive`.

        name: whose it was; "" when it was for all that follow its fact.
        """
        event = _event(body)
        names = [name] if name else [each.name for each in self._followers(event)] or [BULK]
        crashed = Unreadable("CRASHED", "it was delivered many times and never finished")
        return self._patiently(lambda: self._bury_all(names, body, crashed, event))

    def step(self, claimed: Callable[[], None]) -> bool:
        """Tries again the parked event that is due longest; False when none is."""
        return attempts.make(self._database, "inbox", Parked(self._reactions), claimed)

    def _patiently(self, work: Callable[[], None]) -> bool:
        pause = SHORTEST
        while not self._stopping.is_set():
            try:
                work()
                return True
            except Exception as error:
                if not (trouble.is_away(error) or trouble.is_conflict(error)):
                    raise
                log.warning("an event waits for the database", extra={"error": repr(error)[:200]})
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST)
        return False

    def _take(self, reaction: Reaction, body: bytes) -> None:
        event: Event | None = None
        try:
            event = cloudevents.parse(body)
            fact = reaction.read(event)
        except Unreadable as error:
            self._bury(reaction.name, body, error, event)
            return
        try:
            with use(system_call("inbox")), self._database.transaction() as tx:
                if _first_time(tx, reaction, event):
                    reaction.run(event, fact, tx)
        except Exception as error:
            if trouble.is_away(error):
                raise
            self._park(reaction, event, body, error)

    def _take_bulk(self, told: Sequence[tuple[bytes, Event | None]]) -> None:
        """Together when all goes well, else each alone: what was done is noted and not repeated."""
        for body in (body for body, event in told if event is None):
            self._bury(BULK, body, Unreadable("UNDECODABLE", "no CloudEvent"), None)
        for reaction in self._reactions.values():
            mine = [(body, each) for body, each in told if each and each.type in reaction.facts]
            if len(mine) > 1 and self._together(reaction, [event for _, event in mine]):
                continue
            for body, _ in mine:
                self._take(reaction, body)

    def _together(self, reaction: Reaction, events: Sequence[Event]) -> bool:
        """Follows facts in one transaction, in the order of their subjects as everybody who locks
        several records; False when one is in the way."""
        try:
            facts = [(event, reaction.read(event)) for event in events]
            facts.sort(key=lambda pair: pair[0].subject)
            with use(system_call("inbox")), self._database.transaction() as tx:
                reaction.run_all(_first_times(tx, reaction, facts), tx)
        except Exception as error:
            if trouble.is_away(error):
                raise
            log.info("one by one", extra={"handler": reaction.name, "why": repr(error)[:200]})
            return False
        return True

    def _followers(self, event: Event | None) -> list[Reaction]:
        kind = event.type if event else ""
        return [each for each in self._reactions.values() if kind in each.facts]

    def _bury_all(
        self, names: Sequence[str], body: bytes, error: Unreadable, event: Event | None
    ) -> None:
        for name in names:
            self._bury(name, body, error, event)

    def _park(self, reaction: Reaction, event: Event, body: bytes, error: Exception) -> None:
        complain(reaction.name, event.id, 1, error, dead=False)
        with use(system_call("inbox")), self._database.transaction() as tx:
            wait = trouble.delay(1)
            row = _row(reaction.name, event, tx) | {
                "state": InboxState.WAITING,
                "due_time": tx.now + wait if wait else None,
                "tries": 1,
                "error": trouble.describe(error),
                "body": body,
            }
            tx.execute(NOTE, row)

    def _bury(self, name: str, body: bytes, error: Unreadable, event: Event | None) -> None:
        unknown = Event(id=hashlib.sha256(body).hexdigest(), source="", type="")
        told = {"handler": name, "reason": error.reason, "error": str(error)[:200]}
        log.error("dead letter", extra=told)
        with use(system_call("inbox")), self._database.transaction() as tx:
            row = _row(name, event or unknown, tx) | {
                "state": InboxState.DEAD,
                "reason": error.reason,
                "error": trouble.describe(error),
                "body": body,
            }
            tx.execute(NOTE, row)


#: On the table itself: for each event, what an entity would cost is too much.
NOTE = (
    insert(InboxEvent.metadata.tables["inbox"])
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
)
NOTE_MANY = text(
    "INSERT INTO inbox (id, handler, source, event_id, type, state, bulk, receive_time, tries, "
    "reason, error, body) "
    "SELECT told.id, :handler, told.source, told.event_id, told.type, 'DONE', true, :now, 0, "
    "'', '', '' FROM unnest(CAST(:ids AS uuid[]), CAST(:sources AS text[]), "
    "CAST(:events AS text[]), CAST(:types AS text[])) AS told (id, source, event_id, type) "
    "ON CONFLICT DO NOTHING RETURNING source, event_id"
)


def _first_time(tx: Transaction, reaction: Reaction, event: Event) -> bool:
    """Notes the event as handled; False when it was noted before."""
    noted = tx.execute(NOTE, _row(reaction.name, event, tx) | {"state": InboxState.DONE})
    return isinstance(noted, CursorResult) and noted.rowcount == 1


def _first_times(
    tx: Transaction, reaction: Reaction, facts: Iterable[tuple[Event, Message]]
) -> list[tuple[Event, Message]]:
    """Notes the events as handled; those of them that were not noted before."""
    once = {(event.source, event.id): (event, fact) for event, fact in facts}
    told = [event for event, _ in once.values()]
    row = {
        "handler": reaction.name,
        "now": tx.now,
        "ids": [uuid7() for _ in told],
        "sources": [event.source for event in told],
        "events": [event.id for event in told],
        "types": [event.type for event in told],
    }
    new = {tuple(noted) for noted in tx.execute(NOTE_MANY, row)}
    return [pair for key, pair in once.items() if key in new]


def _event(body: bytes) -> Event | None:
    try:
        return cloudevents.parse(body)
    except Unreadable:
        return None


def _row(name: str, event: Event, tx: Transaction) -> dict[str, object]:
    return {
        "id": uuid7(),
        "handler": name,
        "source": event.source,
        "event_id": event.id,
        "type": event.type,
        "bulk": event.bulk,
        "receive_time": tx.now,
        "due_time": None,
        "tries": 0,
        "reason": "",
        "error": "",
        "body": b"",
    }
