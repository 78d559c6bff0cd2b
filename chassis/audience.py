"""Who may hear of a fact: decided when it is told, kept with it, applied wherever it is shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from crm.api.v1 import annotations_pb2
from google.protobuf import descriptor_pool
from google.protobuf.message import Message
from sqlalchemy import ColumnElement, and_, false, or_

from chassis import scope
from chassis.descriptors import descriptor, option
from chassis.entity import Entity, Owned
from chassis.identity import Identity, Reach
from chassis.scope import Bounds


class HeardBy(StrEnum):
    """RECORDS: who reaches the record; GLOBAL: who holds the permission; PERSONAL: its owner."""

    RECORDS = "RECORDS"
    GLOBAL = "GLOBAL"
    PERSONAL = "PERSONAL"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may hear of one fact. owner_id, team_id: of its subject."""

    permission: str
    heard_by: HeardBy
    owner_id: UUID | None = None
    team_id: UUID | None = None

    @classmethod
    def of(cls, fact: Message, subject: Any) -> "Audience":
        """As the fact's options and its subject say; a personal one without an owner among its
        records belongs to its user_id."""
        said = descriptor(fact)
        personal = option(said, annotations_pb2.personal)
        owner = _id(getattr(subject, "owner_id", None))
        if personal and owner is None:
            owner = _id(getattr(fact, "user_id", None))
        owned = HeardBy.RECORDS if isinstance(subject, Owned) else HeardBy.GLOBAL
        return cls(
            permission=option(said, annotations_pb2.heard_with) or f"{subject.__tablename__}.read",
            heard_by=HeardBy.PERSONAL if personal else owned,
            owner_id=owner,
            team_id=_id(getattr(subject, "team_id", None)),
        )

    def includes(self, identity: Identity) -> bool:
        """Whether the caller may hear of it; agrees with `condition`."""
        if self.heard_by is HeardBy.PERSONAL:
            mine = self.owner_id is not None and self.owner_id == identity.user_id
            return mine and _unlimited(identity, self.permission)
        limits = scope.bounds_of(identity, self.permission)
        if self.heard_by is HeardBy.GLOBAL:
            return limits.reach is not None
        return scope.reaches(limits, self.owner_id, self.team_id)


def condition(
    model: Any, identity: Identity, permissions: Iterable[str], *, at_most: Reach
) -> ColumnElement[bool]:
    """The SQL condition for the rows of `model` (an Audience's columns) the caller may hear of.

    permissions: all there may be; at_most: how far the caller may look at most.
    """
    held: dict[Bounds, list[str]] = {}
    for permission in permissions:
        limits = scope.bounds_of(identity, permission, at_most=at_most)
        if limits.reach is not None:
            held.setdefault(limits, []).append(permission)
    every = [permission for group in held.values() for permission in group]
    return or_(
        and_(model.heard_by == HeardBy.GLOBAL, model.permission.in_(every)),
        *(
            and_(
                model.heard_by == HeardBy.RECORDS,
                model.permission.in_(group),
                scope.within(model, limits),
            )
            for limits, group in held.items()
        ),
        _personal(model, identity, permissions),
    )


def permissions(service: str) -> frozenset[str]:
    """Every permission a fact of this service may ask for."""
    tables = (getattr(kind, "__tablename__", "") for kind in _every(Entity))
    return frozenset({f"{table}.read" for table in tables if table} | set(_named(service)))


def _named(service: str) -> Iterator[str]:
    try:
        file = descriptor_pool.Default().FindFileByName(f"crm/{service}/v1/events.proto")
    except KeyError:
        return
    for fact in file.message_types_by_name.values():
        if name := option(fact, annotations_pb2.heard_with):
            yield str(name)


def _every(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _every(each)


def _personal(model: Any, identity: Identity, permissions: Iterable[str]) -> ColumnElement[bool]:
    if identity.user_id is None:
        return false()
    mine = and_(model.heard_by == HeardBy.PERSONAL, model.owner_id == identity.user_id)
    if identity.limits is None:
        return mine
    allowed = [name for name in permissions if _unlimited(identity, name)]
    return and_(mine, model.permission.in_(allowed))


def _unlimited(identity: Identity, permission: str) -> bool:
    """A person hears what is theirs; a key of theirs only what it was made for."""
    return identity.limits is None or identity.reach(permission) is not None


def _id(value: object) -> UUID | None:
    if isinstance(value, UUID):
        return value
    return UUID(value) if isinstance(value, str) and value else None
