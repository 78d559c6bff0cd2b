"""The tables every service's database has: outbox, inbox, idempotency, timers, heartbeats."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from chassis.entity import COLUMN_TYPES
from chassis.ids import uuid7


class ChassisTable(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of the chassis' own tables; their migrations are in chassis/migrations."""

    type_annotation_map = COLUMN_TYPES


class OutboxEvent(ChassisTable):
    """A fact, written in the transaction that made it true; append-only, in order of `seq`.

    data: the event message as JSON; headers: traceparent and request id; cause: the event that
    led here; owner_id and team_id: who may read it in the event log.
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
    publish_time: Mapped[datetime | None] = mapped_column(default=None)


class IdempotencyRecord(ChassisTable):
    """The answer given to a caller's Idempotency-Key, kept with the effect it had."""

    __tablename__ = "idempotency"

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    response: Mapped[bytes] = mapped_column(LargeBinary)
    create_time: Mapped[datetime]
