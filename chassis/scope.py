"""Scope: the one place that decides which records a permission reaches.

A record is reached by OWN when the caller owns it, by TEAM when it belongs to one of the caller's
teams or to the caller, by ALL always. What is not reached does not exist for the caller.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, true

from chassis.context import Call
from chassis.entity import Owned
from chassis.identity import WIDTH, Identity, Reach


class Bounds(NamedTuple):
    """How far a call reaches; equal for calls that reach the same."""

    reach: Reach | None
    user_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()


def bounds(call: Call) -> Bounds:
    """The bounds of the running permission."""
    return bounds_of(call.identity, call.permission)


def bounds_of(identity: Identity, permission: str, *, at_most: Reach = Reach.ALL) -> Bounds:
    """How far somebody reaches with a permission, and no further than at_most."""
    reach = identity.reach(permission)
    if reach is not None:
        reach = min(reach, at_most, key=WIDTH.__getitem__)
    if reach is None or reach is Reach.ALL:
        return Bounds(reach)
    teams = identity.team_ids if reach is Reach.TEAM else ()
    return Bounds(reach, identity.user_id, teams)


def condition(model: type[Owned], call: Call) -> ColumnElement[bool]:
    """The SQL condition that narrows `model` to what the running permission reaches."""
    return within(model, bounds(call))


def within(model: type[Owned], limits: Bounds) -> ColumnElement[bool]:
    """The SQL condition that narrows `model` to what lies within bounds."""
    match limits.reach:
        case Reach.ALL:
            return true()
        case Reach.TEAM:
            return or_(model.team_id.in_(limits.team_ids), _owned(model, limits.user_id))
        case Reach.OWN:
            return _owned(model, limits.user_id)
        case _:
            return false()


def _owned(model: type[Owned], user_id: UUID | None) -> ColumnElement[bool]:
    """A caller without a user owns nothing; comparing with None would find what nobody owns."""
    return model.owner_id == user_id if user_id else false()


def covers(record: Owned, call: Call) -> bool:
    """The same decision about one record in memory; both must agree."""
    return reaches(bounds(call), record.owner_id, record.team_id)


def reaches(limits: Bounds, owner_id: UUID | None, team_id: UUID | None) -> bool:
    """Whether what belongs to this owner and this team lies within bounds."""
    owned = owner_id is not None and owner_id == limits.user_id
    match limits.reach:
        case Reach.ALL:
            return True
        case Reach.TEAM:
            return owned or team_id in limits.team_ids
        case Reach.OWN:
            return owned
        case _:
            return False


def digest(call: Call) -> str:
    """What a page token is bound to: another reach or another caller means other pages."""
    limits = bounds(call)
    if limits.reach is Reach.ALL:
        return "all"
    return f"{limits.reach}:{limits.user_id}:{','.join(sorted(map(str, limits.team_ids)))}"
