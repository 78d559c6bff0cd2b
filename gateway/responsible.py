"""Whom records are given to: users and teams that there are, whatever service keeps the records.

Services have copies of who works here that come later, or none; accounts are here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from sqlalchemy import select

from chassis.database import Database
from chassis.descriptors import descriptor
from chassis.errors import InvalidArgument, Violation
from chassis.transaction import Transaction
from gateway.accounts.teams.model import Team
from gateway.accounts.users.model import User

Account = type[User] | type[Team]

#: What an id that is no account's is told to be.
WORDS: dict[Account, str] = {User: "names nobody who works here", Team: "names no team"}
#: Last words of the fields that name accounts, in any message: owner_id, contact_owner_id.
NAMING: dict[str, Account] = {
    "owner_id": User,
    "user_id": User,
    "reviewer_id": User,
    "member_ids": User,
    "team_id": Team,
    "team_ids": Team,
}


class Responsible:
    """Looks up who is named. Calling it is gateway.parts.Responsible."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, sent: Message) -> None:
        """Raises InvalidArgument when the message, or one inside it, names somebody who is not
        there; every place is told."""
        named = list(_named(sent))
        if not named:
            return
        with self._database.reading() as tx:
            there = {kind: _there(tx, kind, named) for kind in WORDS}
        wrong = [(path, kind) for path, kind, id_ in named if id_ not in there[kind]]
        if wrong:
            raise InvalidArgument.many([Violation(path, WORDS[kind]) for path, kind in wrong])


Named = tuple[str, Account, UUID]
"""Path, kind of account, id."""


def account_of(field: FieldDescriptor) -> Account | None:
    """What kind of account a field names, if any."""
    if field.type != FieldDescriptor.TYPE_STRING:
        return None
    ends = (end for end in NAMING if field.name == end or field.name.endswith(f"_{end}"))
    return next((NAMING[end] for end in ends), None)


def _named(message: Message, prefix: str = "") -> Iterator[Named]:
    """The accounts named anywhere; what is no id the service refuses in its own words."""
    for field in _ways(descriptor(message)):
        path, kind = f"{prefix}{field.name}", account_of(field)
        for place, value in _values(message, field, path):
            if kind is None:
                yield from _named(value, f"{place}.")
                continue
            try:
                yield place, kind, UUID(value)
            except ValueError:
                continue


@cache
def _ways(kind: Descriptor) -> tuple[FieldDescriptor, ...]:
    """The fields of a message that name accounts, or lead to messages that do."""
    return tuple(f for f in kind.fields if account_of(f) or _leads_on(f, frozenset({kind})))


def _leads_on(field: FieldDescriptor, passed: frozenset[Descriptor]) -> bool:
    inner = field.message_type
    if inner is None or inner in passed or inner.GetOptions().map_entry:
        return False
    return any(account_of(f) or _leads_on(f, passed | {inner}) for f in inner.fields)


def _values(message: Message, field: FieldDescriptor, path: str) -> list[tuple[str, Any]]:
    """The values of a field with their places; none where a message is absent."""
    value = getattr(message, field.name)
    if field.is_repeated:
        return [(f"{path}[{index}]", item) for index, item in enumerate(value)]
    absent = field.message_type is not None and not message.HasField(field.name)
    return [] if absent else [(path, value)]


def _there(tx: Transaction, kind: Account, named: list[Named]) -> set[UUID]:
    ids = {id_ for _, named_kind, id_ in named if named_kind is kind}
    return set(tx.session.scalars(select(kind.id).where(kind.id.in_(ids)))) if ids else set()
