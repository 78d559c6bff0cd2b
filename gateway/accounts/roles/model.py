"""The role and its rules: grants are permission patterns with a reach."""

from collections.abc import Iterable
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from chassis.entity import Entity
from chassis.errors import FailedPrecondition, InvalidArgument
from chassis.identity import WIDTH, Reach
from gateway.accounts.tables import Table

#: The role that may do everything; the system cannot be without somebody who holds it.
ADMIN = "admin"


class Role(Table, Entity):
    """A named set of permissions.

    grants: [{"permission": "contacts.*", "reach": "OWN"}], one entry a pattern. reviewed_grants:
    what roles.toml said when it was last read, so that later versions of it can be told apart
    from what people changed.
    """

    __tablename__ = "roles"
    AUDITED: ClassVar[tuple[str, ...]] = ("key", "name", "description", "grants")

    key: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="", init=False)
    description: Mapped[str] = mapped_column(default="")
    grants: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    built_in: Mapped[bool] = mapped_column(default=False)
    reviewed_grants: Mapped[list[dict[str, Any]] | None] = mapped_column(default=None)

    def change(self, changes: dict[str, Any]) -> None:
        """Sets the fields named. Raises InvalidArgument, FailedPrecondition (ROLE_LOCKED)."""
        if self.key == ADMIN and self.grants and changes.get("grants", self.grants) != self.grants:
            raise FailedPrecondition("ROLE_LOCKED", "What the admin role allows stays as it is.")
        for name, value in changes.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        if not self.name:
            raise InvalidArgument.of("name", "is required")
        self.name_key = self.name.casefold()
        patterns = [grant["permission"] for grant in self.grants]
        if len(set(patterns)) != len(patterns):
            raise InvalidArgument.of("grants", "must name every permission once")

    def follow(self, reviewed: list[dict[str, Any]]) -> None:
        """Takes over what changed in the reviewed file, and leaves alone what people changed."""
        self.grants = rebased(self.grants, self.reviewed_grants or self.grants, reviewed)
        self.reviewed_grants = reviewed

    def deletable(self) -> None:
        """Raises FailedPrecondition (ROLE_LOCKED) for what came with the system."""
        if self.built_in:
            raise FailedPrecondition("ROLE_LOCKED", "This role came with the system and stays.")


def merged(grants: Iterable[dict[str, Any]]) -> dict[str, Reach]:
    """Permission pattern -> reach, the widest where several roles name the same pattern."""
    found: dict[str, Reach] = {}
    for grant in grants:
        pattern, reach = grant["permission"], Reach(grant["reach"].lower())
        found[pattern] = max(found.get(pattern, reach), reach, key=WIDTH.__getitem__)
    return found


def rebased(
    current: list[dict[str, Any]], before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """`current` with the changes from `before` to `after`, where it still is as `before`."""
    mine, old, new = (
        {grant["permission"]: grant["reach"] for grant in grants}
        for grants in (current, before, after)
    )
    moved = {pattern for pattern in old | new if old.get(pattern) != new.get(pattern)}
    for pattern in moved:
        if mine.get(pattern) == old.get(pattern):
            mine[pattern] = new.get(pattern)
    ordered = dict.fromkeys([*new, *mine])
    return [{"permission": p, "reach": mine[p]} for p in ordered if mine.get(p)]
