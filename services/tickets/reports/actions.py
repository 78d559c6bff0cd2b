"""The reports, each a query or two over the tickets in scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Select, and_, case, func, literal, select, tuple_

from chassis.database import Database
from chassis.transaction import Transaction
from services.tickets.sla.model import Clock
from services.tickets.surveys.model import Survey
from services.tickets.tickets.model import DONE, State, Ticket, Type

DEFAULT_SPAN = timedelta(days=365)
COMMENTS = 20
OWNERS = 100
WAITING = (State.NEW, State.OPEN, State.PENDING, State.ON_HOLD)
#: Name of an age, and where it ends.
AGES = (
    ("under_1d", timedelta(days=1)),
    ("1d_to_3d", timedelta(days=3)),
    ("3d_to_7d", timedelta(days=7)),
    ("7d_to_30d", timedelta(days=30)),
    ("over_30d", timedelta.max),
)

Counts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Times:
    """How long one thing took; seconds of working time. priority: "" for all of them."""

    metric: str
    priority: str
    count: int
    median_seconds: int
    p90_seconds: int
    met: int
    breached: int


@dataclass(frozen=True, slots=True)
class Comment:
    """What one customer said."""

    ticket_id: UUID
    ticket_number: int
    subject: str
    contact_name: str
    score: int
    comment: str
    answer_time: datetime


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How happy customers were. scores: how often each was given, from 1 to 5."""

    sent: int
    scores: list[int]
    comments: Sequence[Comment]


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not solved yet."""

    open: int
    unassigned: int
    breached: int
    complaints: int
    states: Counts
    ages: Counts
    owners: Counts


class Reports:
    """Numbers over tickets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def service_times(self, since: date | None) -> list[Times]:
        """By metric and priority, and over all priorities."""
        with self._database.reading() as tx:
            return [_times(row) for row in _rows(tx, _clocks(tx, since))]

    def satisfaction(self, since: date | None) -> Satisfaction:
        """The surveys sent since a day."""
        with self._database.reading() as tx:
            ticket = tx.select(Ticket).subquery()
            asked = (
                select(Survey.score, func.count())
                .join(ticket, ticket.c.id == Survey.ticket_id)
                .where(Survey.send_time >= _from(tx, since))
                .group_by(Survey.score)
            )
            given: dict[int, int] = dict(_rows(tx, asked))
            scores = [given.get(score, 0) for score in range(1, 6)]
            return Satisfaction(sum(given.values()), scores, _comments(tx, since))

    def backlog(self) -> Backlog:
        """All that waits now."""
        with self._database.reading() as tx:
            waiting = tx.select(Ticket).where(Ticket.state.notin_(DONE))
            total = waiting.with_only_columns(
                func.count(),
                func.count().filter(Ticket.owner_id.is_(None)),
                func.count().filter(Ticket.breached),
                func.count().filter(Ticket.type == Type.COMPLAINT),
            )
            ((count, unassigned, breached, complaints),) = _rows(tx, total)
            return Backlog(
                count,
                unassigned,
                breached,
                complaints,
                states=_by_state(tx, waiting),
                ages=_by_age(tx, waiting),
                owners=_by_owner(tx, waiting),
            )


def _clocks(tx: Transaction, since: date | None) -> Select[Any]:
    """Grouped by metric, and by metric and priority, in one walk over the clocks."""
    ticket = tx.select(Ticket).subquery()
    stopped = and_(Clock.stop_time.is_not(None), Clock.cleared.is_(False))
    used = case((stopped, Clock.used_seconds))
    return (
        select(
            Clock.metric,
            Clock.priority,
            func.count(used),
            func.percentile_disc(0.5).within_group(used),
            func.percentile_disc(0.9).within_group(used),
            func.count(case((and_(stopped, Clock.used_seconds <= Clock.target_seconds), 1))),
            func.count(case((Clock.breach_told, 1))),
        )
        .join(ticket, ticket.c.id == Clock.ticket_id)
        .where(ticket.c.create_time >= _from(tx, since))
        .group_by(func.grouping_sets(tuple_(Clock.metric), tuple_(Clock.metric, Clock.priority)))
        .order_by(Clock.metric, Clock.priority.nulls_first())
    )


def _times(row: tuple[Any, ...]) -> Times:
    metric, priority, count, median, p90, met, breached = row
    return Times(
        metric, priority.name if priority else "", count, median or 0, p90 or 0, met, breached
    )


def _comments(tx: Transaction, since: date | None) -> list[Comment]:
    ticket = tx.select(Ticket).subquery().c
    said = (
        select(
            ticket.id,
            ticket.number,
            ticket.subject,
            ticket.contact_name,
            Survey.score,
            Survey.comment,
            Survey.answer_time,
        )
        .join(Survey, Survey.ticket_id == ticket.id)
        .where(Survey.score > 0, Survey.comment != "", Survey.send_time >= _from(tx, since))
    )
    latest = said.order_by(Survey.answer_time.desc()).limit(COMMENTS)
    return [Comment(*row) for row in _rows(tx, latest)]


def _by_state(tx: Transaction, waiting: Select[Any]) -> Counts:
    grouped = waiting.with_only_columns(Ticket.state, func.count()).group_by(Ticket.state)
    found: dict[State, int] = dict(_rows(tx, grouped))
    return [(state.name, found.get(state, 0)) for state in WAITING]


def _by_age(tx: Transaction, waiting: Select[Any]) -> Counts:
    ends = [(name, tx.now - length) for name, length in AGES[:-1]]
    age = case(
        *[(Ticket.create_time > end, literal(name)) for name, end in ends],
        else_=literal(AGES[-1][0]),
    )
    aged = waiting.with_only_columns(age.label("age")).subquery()
    grouped = select(aged.c.age, func.count()).group_by(aged.c.age)
    found: dict[str, int] = dict(_rows(tx, grouped))
    return [(name, found.get(name, 0)) for name, _ in AGES]


def _by_owner(tx: Transaction, waiting: Select[Any]) -> Counts:
    grouped = waiting.with_only_columns(Ticket.owner_id, func.count()).group_by(Ticket.owner_id)
    fullest = grouped.order_by(func.count().desc(), Ticket.owner_id).limit(OWNERS)
    return [(str(owner_id or ""), count) for owner_id, count in _rows(tx, fullest)]


def _rows(tx: Transaction, statement: Executable) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in tx.execute(statement)]


def _from(tx: Transaction, since: date | None) -> datetime:
    return datetime.combine(since, time(), UTC) if since else tx.now - DEFAULT_SPAN
