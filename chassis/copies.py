"""Copies of other services' records, fed by facts in whatever order they arrive."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, MappedAsDataclass, Mapper, mapped_column

from chassis import mapping
from chassis.transaction import Transaction


class Versioned(MappedAsDataclass, kw_only=True):
    """What was told by somebody else; version tells whether news is newer."""

    version: Mapped[int]


class Copy(Versioned, kw_only=True):
    """A record as its service last told of it."""

    id: Mapped[UUID] = mapped_column(primary_key=True)


def take_over(tx: Transaction, model: type[Copy], message: Message, **instead: Any) -> bool:
    """Writes down what a message tells, unless a state as new is known; whether it was news.

    A column takes the field of its name. instead: the columns that have none.
    """
    told = mapping.from_message(message, model, mapping.writable(message, model))
    return keep_newer(tx, model, {**told, "version": version_of(message), **instead})


def keep_newer(
    tx: Transaction, model: type[Versioned], values: Mapping[str, Any], kept: Collection[str] = ()
) -> bool:
    """Writes a row unless one as new is there; whether it did. kept: columns that stay as they
    are in a row there is."""
    mapper: Mapper[Any] = inspect(model)
    key = [column.name for column in mapper.primary_key]
    row = insert(model).values(**values)
    newer = row.on_conflict_do_update(
        index_elements=key,
        set_={name: row.excluded[name] for name in values if name not in (*key, *kept)},
        where=model.version < row.excluded.version,
    )
    return tx.execute(newer.returning(*mapper.primary_key)).first() is not None


def version_of(message: Message) -> int:
    """How new the state is that a message tells: its etag."""
    etag: str = getattr(message, "etag", "")
    return int(etag or 0)
