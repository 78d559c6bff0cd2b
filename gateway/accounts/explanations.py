"""Why not: who holds a permission that somebody lacks, to say whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from sqlalchemy import select

from chassis.database import Database
from gateway.accounts.roles.model import Role
from gateway.accounts.users.model import State, User

PEOPLE = ROLES = 5  # as many as one reads in a sentence


@dataclass(frozen=True, slots=True)
class Holders:
    """Names of some roles that allow something, and of some people who hold one of them."""

    roles: Sequence[str]
    people: Sequence[str]


class Explanations:
    """Answers "who may, then?"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holders(self, permission: str) -> Holders:
        """Who holds a permission."""
        with self._database.reading() as tx:
            every = tx.scalars(select(Role).order_by(Role.built_in.desc(), Role.name))
            roles = [role for role in every if _allows(role, permission)]
            active = select(User.name).where(User.state == State.ACTIVE)
            held = User.role_ids.overlap([str(role.id) for role in roles])
            people = tx.session.scalars(active.where(held).order_by(User.name).limit(PEOPLE))
            return Holders([role.name for role in roles[:ROLES]], list(people))


def _allows(role: Role, permission: str) -> bool:
    return any(fnmatchcase(permission, grant["permission"]) for grant in role.grants)
