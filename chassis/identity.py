"""Who is calling, and how far they reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from uuid import UUID


class Reach(StrEnum):
    """How far a permission reaches over records that have an owner and a team."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


WIDTH = {Reach.OWN: 1, Reach.TEAM: 2, Reach.ALL: 3}


@dataclass(frozen=True, slots=True)
class Identity:
    """A caller: a person, an API key, the system itself, or nobody known.

    grants: permission pattern ("contacts.*") -> reach; limits: what an API key is cut down to,
    as patterns, or None when nothing is cut; credential_id: the session or API key in use.
    """

    kind: str
    user_id: UUID | None = None
    name: str = ""
    team_ids: tuple[UUID, ...] = ()
    grants: Mapping[str, Reach] = field(default_factory=dict)
    limits: tuple[str, ...] | None = None
    credential_id: UUID | None = None

    def reach(self, permission: str) -> Reach | None:
        """The widest reach of a permission, or None when the caller does not hold it."""
        if self.limits is not None and not _any_match(self.limits, permission):
            return None
        held = [reach for pattern, reach in self.grants.items() if fnmatchcase(permission, pattern)]
        return max(held, key=WIDTH.__getitem__, default=None)

    @property
    def caller(self) -> str:
        """A stable text for ledgers and logs: "user:<id>", "key:<id>", "system", "anonymous"."""
        return f"{self.kind}:{self.user_id}" if self.user_id else self.kind


ANONYMOUS = Identity(kind="anonymous")
SYSTEM = Identity(kind="system", name="Trellis", grants={"*": Reach.ALL})


def _any_match(patterns: tuple[str, ...], permission: str) -> bool:
    return any(fnmatchcase(permission, pattern) for pattern in patterns)
