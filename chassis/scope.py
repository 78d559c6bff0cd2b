"""Scope: the one place that decides which records a permission reaches.

A record is reached by OWN when the caller owns it, by TEAM when it belongs to one of the caller's
teams or to the caller, by ALL always. What is not reached does not exist for the caller.
"""

from sqlalchemy import ColumnElement, false, or_, true

from chassis.context import Call
from chassis.entity import Owned
from chassis.identity import Identity, Reach


def condition(model: type[Owned], call: Call) -> ColumnElement[bool]:
    """The SQL condition that narrows `model` to what the running permission reaches."""
    identity = call.identity
    match identity.reach(call.permission):
        case Reach.ALL:
            return true()
        case Reach.TEAM:
            return or_(model.team_id.in_(identity.team_ids), _owned(model, identity))
        case Reach.OWN:
            return _owned(model, identity)
        case _:
            return false()


def _owned(model: type[Owned], identity: Identity) -> ColumnElement[bool]:
    """A caller without a user owns nothing; comparing with None would find what nobody owns."""
    return model.owner_id == identity.user_id if identity.user_id else false()


def covers(record: Owned, call: Call) -> bool:
    """The same decision about one record in memory; both must agree."""
    identity = call.identity
    owned = record.owner_id is not None and record.owner_id == identity.user_id
    match identity.reach(call.permission):
        case Reach.ALL:
            return True
        case Reach.TEAM:
            return owned or record.team_id in identity.team_ids
        case Reach.OWN:
            return owned
        case _:
            return False


def digest(call: Call) -> str:
    """What a page token is bound to: another reach or another caller means other pages."""
    identity = call.identity
    reach = identity.reach(call.permission)
    if reach is Reach.ALL:
        return "all"
    return f"{reach}:{identity.user_id}:{','.join(sorted(map(str, identity.team_ids)))}"
