"""Rows of one record that go to another, noted so that they can come back.

Two records turn out to be one: what belongs to the first belongs to the second from now on.

    hand_over(tx, ContactMove, [Deal.contact_id, Contract.contact_id], old=first, new=second)

`Deal.contact_id` is any column that names the record in a table with a primary key of one id. Rows
keep their version: nobody changed them.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import Table, delete, inspect, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, MappedAsDataclass, mapped_column

from chassis.copies import Copy, keep_newer, version_of
from chassis.transaction import Transaction

Reference = InstrumentedAttribute[Any]


class Move(MappedAsDataclass, kw_only=True):
    """One row that went: from_id, the record it belonged to before."""

    from_id: Mapped[UUID] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)


class Merged(Copy, kw_only=True):
    """A record of another service that went into another one, as it was last told; into_id: None
    since it is back."""

    into_id: Mapped[UUID | None]


def hand_over(
    tx: Transaction, noted: type[Move], references: Iterable[Reference], *, old: UUID, new: UUID
) -> None:
    """All rows that name the old record name the new one."""
    for reference in references:
        table, key, column = _names(reference)
        statement = (
            f"WITH gone AS (UPDATE {table} SET {column} = :new WHERE {column} = :old "  # noqa: S608 -- our names
            f"RETURNING {key}) INSERT INTO {_table(noted)} (from_id, table_name, row_id) "
            f"SELECT :old, '{table}', {key} FROM gone ON CONFLICT DO NOTHING"
        )
        tx.execute(text(statement), {"old": old, "new": new})


def hand_back(
    tx: Transaction, noted: type[Move], references: Iterable[Reference], *, old: UUID, new: UUID
) -> None:
    """The rows that went name the old record again, except for those that went further since."""
    for reference in references:
        table, key, column = _names(reference)
        statement = (
            f"UPDATE {table} SET {column} = :old FROM {_table(noted)} AS gone "  # noqa: S608 -- our names
            f"WHERE gone.from_id = :old AND gone.table_name = '{table}' "
            f"AND gone.row_id = {table}.{key} AND {table}.{column} = :new"
        )
        tx.execute(text(statement), {"old": old, "new": new})
    forgotten = delete(noted).where(noted.from_id == old)
    tx.execute(forgotten.execution_options(synchronize_session=False))


def follow(
    tx: Transaction,
    merged: type[Merged],
    noted: type[Move],
    references: Iterable[Reference],
    *,
    gone: Message,
    other: UUID,
    back: bool,
    **more: Any,
) -> bool:
    """What a service does that hears of a merge, or that it was undone, in whatever order; whether
    that was news. gone: the record that went, or is back; other: the one it went into; more: what
    else to keep of it."""
    record_id = UUID(getattr(gone, "id"))  # noqa: B009 -- every record's message has one
    told = {"id": record_id, "version": version_of(gone), "into_id": None if back else other}
    if not keep_newer(tx, merged, {**told, **more}):
        return False
    turn = hand_back if back else hand_over
    turn(tx, noted, references, old=record_id, new=other)
    return True


def _names(reference: Reference) -> tuple[str, str, str]:
    """Table, primary key and column."""
    mapper = reference.parent
    return _table(mapper.class_), mapper.primary_key[0].name, reference.key


def _table(model: type[Any]) -> str:
    return cast(Table, inspect(model).local_table).name
