"""What a merge changed, so that it can be undone and what reaches the old one is followed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Text, bindparam, exists, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from chassis.ids import uuid7
from chassis.moves import Move
from chassis.transaction import Transaction
from services.leads.tables import Table


class ContactMerge(Table, kw_only=True):
    """One contact is in another. email_keys: the addresses that lead to the other one since;
    changes: what the other one got by it; actor_name: who did it."""

    __tablename__ = "contact_merges"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    create_time: Mapped[datetime]
    contact_id: Mapped[UUID]
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    into_id: Mapped[UUID]
    actor_name: Mapped[str]
    email_keys: Mapped[list[str]]
    changes: Mapped[dict[str, Any]]


class ContactMove(Table, Move, kw_only=True):
    """A row that went with a merged contact."""

    __tablename__ = "contact_moves"


#: Made once: every new contact asks, and making it costs more than asking.
_LEADING = (
    select(func.unnest(ContactMerge.email_keys).label("key"), ContactMerge.into_id)
    .where(ContactMerge.email_keys.overlap(bindparam("email_keys", type_=ARRAY(Text))))
    .order_by(ContactMerge.id)
)


def merge_of(tx: Transaction, contact_id: UUID) -> ContactMerge | None:
    """How a contact went into another one; None when it did not."""
    query = select(ContactMerge).where(ContactMerge.contact_id == contact_id)
    return tx.session.scalars(query.execution_options(populate_existing=True)).first()


def successor(tx: Transaction, contact_id: UUID) -> UUID | None:
    """The contact at the end of all merges of this one; None when it was not merged."""
    query = select(ContactMerge.into_id).where(ContactMerge.contact_id == contact_id)
    into_id = tx.session.scalar(query)
    return into_id and (successor(tx, into_id) or into_id)


def leading(tx: Transaction, email_keys: Sequence[str]) -> dict[str, UUID]:
    """The contacts that addresses of merged ones lead to, by those addresses."""
    found = tx.execute(_LEADING, {"email_keys": [*email_keys]})
    return {
        row.key: successor(tx, row.into_id) or row.into_id for row in found if row.key in email_keys
    }


def family(contact_id: UUID) -> Select[UUID]:
    """A query for the ids of a contact and of all that were merged into it, however deep."""
    below = select(literal(contact_id).label("id")).cte("family", recursive=True)
    merged = select(ContactMerge.contact_id).join(below, ContactMerge.into_id == below.c.id)
    return select(below.union(merged).c.id)


def merged(contact_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """The SQL condition for contacts that are in another one."""
    return exists().where(ContactMerge.contact_id == contact_id)
