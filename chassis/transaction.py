"""The unit of work: scoped reads, new and changed entities, and the facts told about them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

import orjson
from google.protobuf.message import Message
from sqlalchemy import (
    Executable,
    Result,
    Select,
    Table,
    TextClause,
    bindparam,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached

from chassis import context, outbox, scope, timers
from chassis.entity import Entity, Owned, SoftDeleted
from chassis.errors import Aborted, NotFound, PermissionDenied

E = TypeVar("E", bound=Entity)

LOCK_KEYS = text(
    "SELECT pg_advisory_xact_lock(number) FROM (SELECT DISTINCT hashtextextended(key, 0) AS number"
    " FROM unnest(CAST(:keys AS text[])) AS key ORDER BY number) AS numbers"
)


class Subject(Protocol):
    """What an event is about."""

    __tablename__: str
    id: UUID


class Transaction:
    """Everything a use case does to the database, at one moment `now` (aware, UTC)."""

    def __init__(
        self, session: Session, *, now: datetime, service: str, writable: bool = True
    ) -> None:
        self.session = session
        self.now = now
        self.service = service
        self.writable = writable
        session.info["now"] = now
        self._afterwards: list[tuple[context.Call, Callable[[], None]]] = []

    def select(self, model: type[E], *, deleted: bool = False) -> Select[E]:
        """A query over the records the running permission reaches."""
        return _scoped(model, scope.bounds(context.current()), deleted)

    def get(self, model: type[E], record_id: UUID, *, etag: str = "", deleted: bool = False) -> E:
        """One record; locked until the end when this transaction may write.

        Raises NotFound when it does not exist or is out of scope, Aborted (ETAG_MISMATCH).
        """
        limits = scope.bounds(context.current())
        statement = _one(model, limits, deleted, self.writable)
        record: E | None = self.session.scalars(statement, {"record_id": record_id}).first()
        if record is None:
            raise not_found(model)
        if etag and etag != record.etag:
            raise Aborted("ETAG_MISMATCH", "It was changed since you read it.", etag=record.etag)
        return record

    def add(self, record: E) -> E:
        """A new record; its times are set when it is written."""
        self.session.add(record)
        return record

    def insert(self, records: Sequence[E]) -> list[E]:
        """Writes new records of one model at once, but not those whose unique key is taken.

        Returns the ones written; they belong to this transaction as if they had been added. Waits
        for transactions that are about to take the same key, so exactly one of them wins.
        """
        if not records:
            return []
        stamp_new(records, now=self.now)
        refuse_out_of_scope(records)
        mapper: Mapper[Any] = inspect(type(records[0]))
        keys = _written(mapper)
        rows = [{key: getattr(record, key) for key in keys} for record in records]
        found = self.session.execute(_insert_of(mapper), {"rows": orjson.dumps(rows).decode()})
        written = set(found.scalars())
        pairs = zip(records, rows, strict=True)
        return [self._adopt(record, row) for record, row in pairs if record.id in written]

    def _adopt(self, record: E, row: dict[str, Any]) -> E:
        """Makes a record that was just written one that the session loaded."""
        record.__dict__.update(row)  # defaults, too: what is missing there would be read again
        make_transient_to_detached(record)
        self.session.add(record)
        return record

    def savepoint(self) -> AbstractContextManager[object]:
        """A part that may fail by itself: when its block raises, only that part is undone."""
        return self.session.begin_nested()

    @contextmanager
    def unique(self, constraint: str, taken: Callable[[], Exception]) -> Iterator[None]:
        """Around a write that takes a unique key: raises what `taken` makes when another has it."""
        try:
            with self.savepoint():
                yield
                self.flush()
        except IntegrityError as error:
            if constraint not in str(error.orig):
                raise
            raise taken() from None

    def flush(self) -> None:
        """Writes what is pending, so that constraints speak now."""
        self.session.flush()

    def publish(self, fact: Message, *, subject: Subject) -> None:
        """Tells a fact about `subject`: a row in the outbox of this transaction."""
        self.session.add(outbox.event_row(fact, subject, now=self.now))

    def publish_all(self, told: Iterable[tuple[Message, Subject]]) -> None:
        """The same for many, written at once."""
        self.write([outbox.event_row(fact, subject, now=self.now) for fact, subject in told])

    def write(self, rows: Sequence[Any]) -> None:
        """Writes new rows of one table at once, which nothing here reads again: they do not
        become part of this transaction."""
        if rows:
            self.flush()  # what was added before stands before
            mapper: Mapper[Any] = inspect(type(rows[0]))
            names = _written(mapper)
            told = [{name: getattr(row, name) for name in names} for row in rows]
            self.execute(_insert_of(mapper), {"rows": orjson.dumps(told).decode()})

    def schedule(
        self,
        name: str,
        *,
        key: str,
        due: datetime,
        payload: Mapping[str, Any] | None = None,
        bulk: bool | None = None,
    ) -> None:
        """Sets the timer (name, key) to a business time; one that exists is moved (see timers).

        bulk: True for the step of a job over many records: it and all that follows from it waits
        behind the rest. False for a promise to one person, whatever it follows from. None: as the
        running call.
        """
        timers.schedule(self, name, key=key, due=due, payload=payload or {}, bulk=bulk)

    def unschedule(self, name: str, *, key: str) -> None:
        """Removes the timer (name, key), if there is one."""
        timers.unschedule(self, name, key=key)

    def hold_timers(self, *names: str, key: str | Sequence[str]) -> None:
        """Waits until none of these timers is being handled; before the record is locked.
        key: one, or several."""
        self.be_patient()
        timers.hold(self, names, keys=[key] if isinstance(key, str) else key)

    def after_commit(self, act: Callable[[], None]) -> None:
        """Does something, as the running call, once this is committed and its connection is free.

        Never done when it is rolled back; lost when the process dies in between, so what must not
        be lost leaves a row (a timer, a state) that tells.
        """
        self._afterwards.append((context.current(), act))

    def settle(self) -> None:
        """Does what was put off until the commit."""
        for call, act in self._afterwards:
            with context.use(call):
                act()

    def be_patient(self, seconds: int = 3) -> None:
        """From here on waits so long for a locked record, which a job may hold for a while."""
        self.execute(text(f"SET LOCAL lock_timeout = '{seconds:d}s'"))

    def lock_key(self, name: str, value: str) -> None:
        """Waits until no other transaction holds this key; held until the end."""
        self.session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"{name}:{value}", 0)))
        )

    def lock_keys(self, name: str, values: Iterable[str]) -> None:
        """The same for several keys, in one order for everybody: two who lock some of each
        other's do not wait for each other."""
        if keys := [f"{name}:{value}" for value in values]:
            self.session.execute(LOCK_KEYS, {"keys": keys})

    def execute(self, statement: Executable, parameters: Any = None) -> Result[Any]:
        """Runs a statement as it is; the caller applies scope."""
        return self.session.execute(statement, parameters)

    def scalars(self, statement: Select[E]) -> list[E]:
        """The entities a statement finds."""
        return list(self.session.scalars(statement))


@lru_cache(maxsize=64)
def _written(mapper: Mapper[Any]) -> list[str]:
    """The columns that a new row brings along; its number, if it has one, is the database's."""
    number = cast(Table, mapper.local_table).autoincrement_column
    given = [each for each in mapper.column_attrs if each.columns[0] is not number]
    return [attribute.key for attribute in given]


@lru_cache(maxsize=64)
def _insert_of(mapper: Mapper[Any]) -> TextClause:
    """Inserts rows that come as one JSON parameter: a parameter for each value costs more than
    all the rest of writing it."""
    table = str(cast(Table, mapper.local_table).name)
    columns = ", ".join(f'"{name}"' for name in _written(mapper))
    record = f"jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
    return text(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {record} "  # noqa: S608 -- our names
        "ON CONFLICT DO NOTHING RETURNING id"
    )


@lru_cache(maxsize=4096)
def _scoped(model: type[E], limits: scope.Bounds, deleted: bool) -> Select[E]:
    """Statements are made once for equal bounds: making one costs as much as a read."""
    statement = select(model)
    if issubclass(model, Owned):
        statement = statement.where(scope.within(model, limits))
    if issubclass(model, SoftDeleted):
        column = model.delete_time
        statement = statement.where(column.is_not(None) if deleted else column.is_(None))
    return statement


@lru_cache(maxsize=4096)
def _one(model: type[E], limits: scope.Bounds, deleted: bool, locked: bool) -> Select[E]:
    statement = _scoped(model, limits, deleted).where(model.id == bindparam("record_id"))
    if not locked:
        return statement
    return statement.with_for_update().execution_options(populate_existing=True)


class StampedSession(Session):
    """A session that keeps times and versions of entities and refuses to write out of scope."""


@event.listens_for(StampedSession, "before_flush")
def _stamp(session: Session, *_: object) -> None:
    now = session.info["now"]
    stamp_new(session.new, now=now)
    for record in session.dirty:
        if isinstance(record, Entity) and session.is_modified(record):
            record.update_time = now
            record.version += 1
    refuse_out_of_scope([*session.new, *session.dirty])


def stamp_new(records: Iterable[object], *, now: datetime) -> None:
    """Sets the times of new entities."""
    for record in records:
        if isinstance(record, Entity):
            record.create_time = record.update_time = now


def refuse_out_of_scope(records: Iterable[object]) -> None:
    """Raises PermissionDenied (OUT_OF_SCOPE) when one lies where the caller cannot reach it."""
    call = context.current()
    for record in records:
        if isinstance(record, Owned) and not scope.covers(record, call):
            raise out_of_scope(call)


def out_of_scope(call: context.Call) -> PermissionDenied:
    """The refusal to write what the caller could not read afterwards."""
    return PermissionDenied(
        "OUT_OF_SCOPE",
        "You may not put a record where you cannot reach it: check owner and team.",
        permission=call.permission,
        reach=call.identity.reach(call.permission) or "none",
    )


def not_found(model: type[Any]) -> NotFound:
    """The one answer for what is missing and what is out of scope."""
    name = re.sub("(?<!^)(?=[A-Z])", " ", model.__name__).lower()
    return NotFound(f"{name.upper().replace(' ', '_')}_NOT_FOUND", f"There is no such {name}.")
