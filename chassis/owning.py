"""Whose a new record is when nobody says."""

from chassis import context
from chassis.changes import Values


def owned(values: Values) -> Values:
    """The values of a new record with its owner and team.

    What a person creates is their own and their first team's unless said otherwise; keys and the
    system leave it to nobody.
    """
    identity = context.current().identity
    if identity.kind != "user":
        return values
    team_id = identity.team_ids[0] if identity.team_ids else None
    return {
        **values,
        "owner_id": values.get("owner_id") or identity.user_id,
        "team_id": values.get("team_id") or team_id,
    }
