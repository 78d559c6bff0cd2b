"""The tables every service's database has: outbox, inbox, idempotency, timers, heartbeats."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from chassis.audience import HeardBy
from chassis.entity import COLUMN_TYPES
from chassis.ids import uuid7


class ChassisTable(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of the chassis' own tables; their migrations are in chassis/migrations."""

    type_annotation_map = COLUMN_TYPES


class OutboxEvent(ChassisTable, kw_only=True):
    """A fact, written in the transaction that made it true; append-only, in order of `seq`.

    data: the event message as JSON; headers: traceparent and request id; cause: the event that
    led here; bulk: a job over many records tells it, so it waits behind others; permission,
    heard_by, owner_id and team_id: who may hear of it (chassis.audience); position: its place
    among the published, in the order they became so.
    """

    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(init=False, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(default_factory=uuid7)
    type: Mapped[str]
    subject: Mapped[str]
    time: Mapped[datetime]
    data: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    actor: Mapped[str]
    cause: Mapped[str] = mapped_column(default="")
    depth: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    team_id: Mapped[UUID | None] = mapped_column(default=None)
    bulk: Mapped[bool] = mapped_column(default=False)
    permission: Mapped[str]
    heard_by: Mapped[HeardBy]
    publish_time: Mapped[datetime | None] = mapped_column(default=None)
    position: Mapped[int | None] = mapped_column(default=None)


class IdempotencyRecord(ChassisTable, kw_only=True):
    """The answer given to a caller's Idempotency-Key, kept with the effect it had."""

    __tablename__ = "idempotency"

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    response: Mapped[bytes] = mapped_column(LargeBinary)
    create_time: Mapped[datetime]


class ScheduledTimer(ChassisTable, kw_only=True):
    """Something to do at a business time; `name` and `key` say what and for whom.

    headers, cause, depth and bulk come from the call that scheduled it; tries counts failures,
    error is the last one; dead_time: when it was given up.
    """

    __tablename__ = "timers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    name: Mapped[str]
    key: Mapped[str]
    due_time: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    cause: Mapped[str] = mapped_column(default="")
    depth: Mapped[int] = mapped_column(default=0)
    bulk: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    dead_time: Mapped[datetime | None] = mapped_column(default=None)


class InboxState(enum.StrEnum):
    """Where an event stands with one handler."""

    DONE = "DONE"
    WAITING = "WAITING"
    DEAD = "DEAD"
    DROPPED = "DROPPED"


class InboxEvent(ChassisTable, kw_only=True):
    """That an event reached a handler: written in the transaction of its effect.

    body: the message as it came, kept while the event waits or is dead; reason: why it is dead;
    due_time: when a waiting one is tried again; bulk: it waits behind others then.
    """

    __tablename__ = "inbox"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    handler: Mapped[str]
    source: Mapped[str]
    event_id: Mapped[str]
    type: Mapped[str]
    state: Mapped[InboxState]
    bulk: Mapped[bool] = mapped_column(default=False)
    receive_time: Mapped[datetime]
    due_time: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class ProcessHeartbeat(ChassisTable, kw_only=True):
    """A running worker or relay; `time` is its last tick on the real clock."""

    __tablename__ = "process_heartbeats"

    role: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(primary_key=True)
    pid: Mapped[int] = mapped_column(primary_key=True)
    start_time: Mapped[datetime]
    time: Mapped[datetime]
