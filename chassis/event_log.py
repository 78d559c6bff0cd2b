"""The event log of a service: its published facts in order, for whom they may concern."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import func, select

from chassis import audience, context, filtering
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.identity import Reach
from chassis.tables import OutboxEvent

DEFAULT_SIZE = 100
MAX_SIZE = 500
#: Facts looked at for one answer; what one may not hear of costs time, too.
WINDOW = 5_000

FIELDS = filtering.Fields(
    filtering.text("type"),
    filtering.text("subject"),
    filtering.text("actor"),
    filtering.time("occur_time", OutboxEvent.time),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some facts, the place after them, and whether there may be more at once."""

    events: list[OutboxEvent]
    next_after: int
    more: bool


class EventLog:
    """Reads the log.

    Facts have their places from the relay, one after the other, so nothing ever appears before a
    place that somebody has read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, after: str, *, size: int, filter_: str) -> Stretch:
        """The facts after a place ("" for the beginning) that the caller may hear of.

        Raises InvalidArgument (INVALID_PLACE, INVALID_FILTER).
        """
        place, size = _place(after), min(size or DEFAULT_SIZE, MAX_SIZE)
        identity = context.current().identity
        reach = identity.reach(context.current().permission) or Reach.OWN
        known = _permissions(self._database.service)
        wanted = filtering.parse(filter_, FIELDS)
        with self._database.reading() as tx:
            window = select(OutboxEvent.position).where(OutboxEvent.position > place)
            ahead = window.order_by(OutboxEvent.position).limit(WINDOW).subquery()
            looked_at = select(func.count(ahead.c.position), func.max(ahead.c.position))
            row: Any = tx.execute(looked_at).one()
            seen, end = row[0], row[1]
            found = (
                select(OutboxEvent)
                .where(OutboxEvent.position > place, OutboxEvent.position <= (end or place))
                .where(audience.condition(OutboxEvent, identity, known, at_most=reach))
                .where(wanted.where(OutboxEvent, now=tx.now, me=identity.user_id))
                .order_by(OutboxEvent.position)
                .limit(size + 1)
            )
            events = list(tx.session.scalars(found))
        if len(events) > size:
            return Stretch(events[:size], events[size - 1].position or place, more=True)
        return Stretch(events, end or place, more=seen == WINDOW)


@cache
def _permissions(service: str) -> frozenset[str]:
    return audience.permissions(service)


def _place(after: str) -> int:
    if after and not (after.isascii() and after.isdigit() and len(after) <= 18):
        raise InvalidArgument.of("after", "is no place of this log", reason="INVALID_PLACE")
    return int(after or 0)
