"""Nobody gives away more than they have: grants compared with what the caller holds."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis import context
from chassis.errors import PermissionDenied
from chassis.identity import WIDTH, Reach


def require(grants: Mapping[str, Reach]) -> None:
    """Raises PermissionDenied (WIDER_THAN_YOURS) unless the caller holds each pattern as widely.

    A pattern is held when a pattern of the caller's covers it as a whole: contacts.* is covered
    by * and by contacts.*, never by a list of its parts.
    """
    identity = context.current().identity
    for pattern, reach in grants.items():
        held = identity.reach(pattern)
        if held is None or WIDTH[held] < WIDTH[reach]:
            raise PermissionDenied(
                "WIDER_THAN_YOURS",
                f"This would allow {pattern} for {reach} records, which is more than you may do.",
                permission=pattern,
                reach=reach,
            )


def require_patterns(patterns: Iterable[str]) -> None:
    """The same for the scopes of a key, whose reach is its owner's anyway."""
    require(dict.fromkeys(patterns, Reach.OWN))


def require_teams(team_ids: Iterable[UUID]) -> None:
    """Raises PermissionDenied (WIDER_THAN_YOURS) for teams of others: a team opens its records.

    Who manages teams may put anybody anywhere.
    """
    identity = context.current().identity
    if set(team_ids) - set(identity.team_ids) and identity.reach("teams.write") is None:
        raise PermissionDenied(
            "WIDER_THAN_YOURS",
            "You may only put people into your own teams.",
            permission="teams.write",
        )


def require_session() -> None:
    """Raises PermissionDenied (SIGN_IN_REQUIRED) for programs: some things only people do."""
    if context.current().identity.kind == "key":
        raise PermissionDenied("SIGN_IN_REQUIRED", "An API key may not do this: sign in.")
