"""What every resource has: an id, times and a version; mostly an owner and a team as well."""

import enum
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Enum, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from chassis.ids import uuid7

#: How Python types are kept in PostgreSQL; enums are stored by name.
COLUMN_TYPES: dict[Any, Any] = {
    str: Text(),
    UUID: Uuid(),
    datetime: DateTime(timezone=True),
    date: Date(),
    dict[str, Any]: JSONB(),
    list[str]: ARRAY(Text()),
    list[dict[str, Any]]: JSONB(),
    int: BigInteger(),
    enum.StrEnum: Enum(enum.StrEnum, native_enum=False, create_constraint=False, length=40),
}


class Entity(MappedAsDataclass, kw_only=True):
    """A resource: the transaction sets its times and counts its versions (the etag)."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime] = mapped_column(init=False)
    update_time: Mapped[datetime] = mapped_column(init=False)
    version: Mapped[int] = mapped_column(init=False, default=1)

    @property
    def etag(self) -> str:
        """Changes with every change."""
        return str(self.version)


class Owned(MappedAsDataclass, kw_only=True):
    """A resource that belongs to a user and a team: what scope is decided on."""

    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    team_id: Mapped[UUID | None] = mapped_column(default=None)


class SoftDeleted(MappedAsDataclass, kw_only=True):
    """A resource that can be brought back after it was deleted."""

    delete_time: Mapped[datetime | None] = mapped_column(init=False, default=None)

    def delete(self, at: datetime) -> None:
        """Takes it away; what no two may have is free for another one."""
        self.delete_time = at

    def undelete(self) -> None:
        """Brings it back."""
        self.delete_time = None
