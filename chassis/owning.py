"""Whose a new record is when nobody says."""

from chassis import context
from chassis.changes import Values
from chassis.identity import Reach


def owned(values: Values) -> Values:
    """The values of a new record with its owner and team.

    What a person creates is their own and their first team's unless said otherwise. A key that
    reaches every record leaves it to nobody, as the system does; any other key cannot.
    """
    call = context.current()
    identity = call.identity
    if identity.kind != "user" and identity.reach(call.permission) is Reach.ALL:
        return values
    team_id = identity.team_ids[0] if identity.team_ids else None
    return {
        **values,
        "owner_id": values.get("owner_id") or identity.user_id,
        "team_id": values.get("team_id") or team_id,
    }
