"""The event log of a service: its published facts in order, for whom they may concern."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, select

from chassis import audience, context, filtering
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.identity import Identity, Reach
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

    def read(self, after: str, *, size: int, filter_: str, newest: bool = False) -> Stretch:
        """The facts after a place ("" for the beginning) that the caller may hear of.

        newest: the last of them instead of the first; the place after them is the log's end.
        Raises InvalidArgument (INVALID_PLACE, INVALID_FILTER).
        """
        place, size = _place(after), min(size or DEFAULT_SIZE, MAX_SIZE)
        wanted = filtering.parse(filter_, FIELDS)
        order = OutboxEvent.position.desc() if newest else OutboxEvent.position
        with self._database.reading() as tx:
            window = select(OutboxEvent.position).where(OutboxEvent.position > place)
            near = window.order_by(order).limit(WINDOW).subquery()
            bounds = func.min(near.c.position), func.max(near.c.position)
            row: Any = tx.execute(select(func.count(near.c.position), *bounds)).one()
            seen, start, end = row[0], row[1] or place, row[2] or place
            found = (
                select(OutboxEvent)
                .where(OutboxEvent.position.between(start, end), OutboxEvent.position > place)
                .where(self._heard())
                .where(wanted.where(OutboxEvent, now=tx.now, me=_identity().user_id))
                .order_by(order)
                .limit(size + 1)
            )
            events = list(tx.session.scalars(found))
        if newest:
            return Stretch(events[:size][::-1], end, more=False)
        if len(events) > size:
            return Stretch(events[:size], events[size - 1].position or place, more=True)
        return Stretch(events, end, more=seen == WINDOW)

    def _heard(self) -> ColumnElement[bool]:
        """The facts that the caller may hear of."""
        reach = _identity().reach(context.current().permission) or Reach.OWN
        known = _permissions(self._database.service)
        return audience.condition(OutboxEvent, _identity(), known, at_most=reach)


def _identity() -> Identity:
    return context.current().identity


@cache
def _permissions(service: str) -> frozenset[str]:
    return audience.permissions(service)


def _place(after: str) -> int:
    if after and not (after.isascii() and after.isdigit() and len(after) <= 18):
        raise InvalidArgument.of("after", "is no place of this log", reason="INVALID_PLACE")
    return int(after or 0)
