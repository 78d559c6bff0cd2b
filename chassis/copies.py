"""Copies of other services' records, fed by facts in whatever order they arrive."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

import orjson
from google.protobuf.message import Message
from sqlalchemy import Executable, Table, TextClause, inspect, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, MappedAsDataclass, Mapper, mapped_column

from chassis import mapping
from chassis.transaction import Transaction

M = TypeVar("M", bound=Message)


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


def take_over_all(
    tx: Transaction, model: type[Copy], told: Iterable[tuple[M, Mapping[str, Any]]]
) -> list[M]:
    """The same for several in one statement; those that were news, one for each record. told: the
    messages, and instead of what each has no field for."""
    newest: dict[str, tuple[M, Mapping[str, Any]]] = {}
    for message, instead in told:
        key: str = getattr(message, "id")  # noqa: B009 -- every record's message has one
        if key not in newest or version_of(newest[key][0]) < version_of(message):
            newest[key] = message, instead
    rows = [
        mapping.from_message(message, model, mapping.writable(message, model))
        | {"version": version_of(message), **instead}
        for message, instead in (newest[key] for key in sorted(newest))
    ]
    if not rows:
        return []
    statement = _keeping_all(model, tuple(rows[0]))
    news = set(tx.session.scalars(statement, {"rows": orjson.dumps(rows).decode()}))
    return [message for key, (message, _) in newest.items() if UUID(key) in news]


@lru_cache(maxsize=64)
def _keeping_all(model: type[Copy], names: tuple[str, ...]) -> TextClause:
    """Rows come as one JSON parameter: a parameter for each value costs more than writing it."""
    mapper: Mapper[Any] = inspect(model)
    table = str(cast(Table, mapper.local_table).name)
    columns = ", ".join(f'"{name}"' for name in names)
    anew = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    record = f"jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
    return text(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {record} "  # noqa: S608 -- our names
        f"ON CONFLICT (id) DO UPDATE SET {anew} WHERE {table}.version < excluded.version "
        "RETURNING id"
    )


def keep_newer(
    tx: Transaction, model: type[Versioned], values: Mapping[str, Any], kept: Collection[str] = ()
) -> bool:
    """Writes a row unless one as new is there; whether it did. kept: columns that stay as they
    are in a row there is."""
    statement = _keeping(model, tuple(values), tuple(kept))
    return tx.execute(statement, dict(values)).first() is not None


@lru_cache(maxsize=256)
def _keeping(model: type[Versioned], names: tuple[str, ...], kept: tuple[str, ...]) -> Executable:
    """The statement for rows of these columns, made once: most facts ask for it."""
    mapper: Mapper[Any] = inspect(model)
    key = [column.name for column in mapper.primary_key]
    row = insert(cast(Table, mapper.local_table))
    newer = row.on_conflict_do_update(
        index_elements=key,
        set_={name: row.excluded[name] for name in names if name not in (*key, *kept)},
        where=model.version < row.excluded.version,
    )
    return newer.returning(*mapper.primary_key)


def version_of(message: Message) -> int:
    """How new the state is that a message tells: its etag."""
    etag: str = getattr(message, "etag", "")
    return int(etag or 0)
