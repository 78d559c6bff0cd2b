"""Callers for whom work goes on after their call has ended, as rows keep them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.identity import Identity, Reach


def identity_as_json(identity: Identity) -> dict[str, Any]:
    """A caller as it is kept with the work that goes on for them."""
    return {
        "kind": identity.kind,
        "user_id": str(identity.user_id) if identity.user_id else None,
        "name": identity.name,
        "team_ids": [str(team) for team in identity.team_ids],
        "grants": {pattern: reach.value for pattern, reach in identity.grants.items()},
        "limits": list(identity.limits) if identity.limits is not None else None,
    }


def identity_from_json(kept: Mapping[str, Any]) -> Identity:
    """The caller behind kept work."""
    limits: Sequence[str] | None = kept["limits"]
    return Identity(
        kind=kept["kind"],
        user_id=UUID(kept["user_id"]) if kept["user_id"] else None,
        name=kept["name"],
        team_ids=tuple(UUID(team) for team in kept["team_ids"]),
        grants={pattern: Reach(reach) for pattern, reach in kept["grants"].items()},
        limits=None if limits is None else tuple(limits),
    )
