"""What an installation begins with: roles from a reviewed file, the first admin, demo people.

Everything may be run again: what exists is left as it is.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import select

from chassis import context
from chassis.context import Call, system_call
from chassis.database import Database
from chassis.identity import Identity, Reach
from chassis.transaction import Transaction
from gateway.accounts.api_keys.model import ApiKey
from gateway.accounts.audit import trail
from gateway.accounts.composition import UseCases
from gateway.accounts.roles.model import ADMIN, Role
from gateway.accounts.secrets import hashed
from gateway.accounts.teams.model import Team
from gateway.accounts.users.actions import by_email
from gateway.accounts.users.facts import tell_untold
from gateway.accounts.users.model import User

TEAMS = {
    "Europe": "Customers from Lisbon to Tallinn.",
    "Americas": "Customers from Halifax to Lima.",
}
DEMO_KEY = "Local run"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as. The password is public: it only exists outside production."""

    role: str
    name: str
    email: str
    password: str
    teams: tuple[str, ...]
    time_zone: str


PEOPLE = (
    DemoPerson(
        "admin",
        "Olivia Brandt",
        "admin@trellis.example",
        "granite-otter-sails-east",
        (),
        "Europe/Berlin",
    ),
    DemoPerson(
        "manager",
        "Marek Nowak",
        "manager@trellis.example",
        "copper-violin-at-noon",
        ("Europe",),
        "Europe/Warsaw",
    ),
    DemoPerson(
        "marketer",
        "Inês Carvalho",
        "marketer@trellis.example",
        "seven-lanterns-in-fog",
        ("Europe", "Americas"),
        "Europe/Lisbon",
    ),
    DemoPerson(
        "rep",
        "Grace Okafor",
        "rep@trellis.example",
        "walnut-ferry-to-turku",
        ("Europe",),
        "Europe/London",
    ),
    DemoPerson(
        "agent",
        "Tomás Rivera",
        "agent@trellis.example",
        "paper-kite-over-delft",
        ("Americas",),
        "America/Bogota",
    ),
)


class Seeding:
    """Fills a migrated database."""

    def __init__(self, database: Database, cases: UseCases) -> None:
        self._database = database
        self._cases = cases

    def roles(self) -> dict[str, str]:
        """The roles of roles.toml; key -> id. What people changed in them stays."""
        with context.use(system_call("seed")), self._database.transaction() as tx:
            tx.lock_key("roles", "seed")
            known = {role.key: role for role in tx.scalars(select(Role))}
            for key, values in read_roles().items():
                known[key] = self._role(tx, known.get(key), key, values)
            return {key: str(role.id) for key, role in known.items()}

    def _role(
        self, tx: Transaction, role: Role | None, key: str, values: Mapping[str, Any]
    ) -> Role:
        if role is None:
            role = tx.add(Role(key=key, name="", built_in=True, reviewed_grants=values["grants"]))
            role.change(dict(values))
            trail.record(tx, "role.created", role, before={})
        elif role.reviewed_grants != values["grants"]:
            with trail.recording(tx, "role.updated", role):
                role.follow(values["grants"])
        return role

    def people(self) -> int:
        """Tells the services of people who were here before facts were told; how many."""
        with context.use(system_call("seed")), self._database.transaction() as tx:
            return tell_untold(tx)

    def first_admin(self, *, email: str, name: str, password: str) -> User:
        """Somebody who can make everybody else. Raises AlreadyExists, InvalidArgument."""
        role_id = self.roles()[ADMIN]
        with context.use(system_call("seed")):
            values = {"email": email, "name": name, "role_ids": [role_id]}
            return self._cases.users.create(values, password)

    def demo(self, *, api_key: str = "") -> dict[str, Any]:
        """Teams, people and an admin's API key: {"logins": {role: …}, "admin_api_key": …}.

        api_key: the key of an earlier run, kept when it still works. Not for production.
        """
        roles, teams = self.roles(), self._teams()
        with context.use(system_call("seed")):
            people = {person.role: self._person(person, roles, teams) for person in PEOPLE}
        key = api_key if self._works(api_key) else self._new_key(people[ADMIN])
        logins = {one.role: {"email": one.email, "password": one.password} for one in PEOPLE}
        return {"logins": logins, "admin_api_key": key}

    def _teams(self) -> dict[str, str]:
        with context.use(system_call("seed")), self._database.transaction() as tx:
            known = {team.name: str(team.id) for team in tx.scalars(select(Team))}
            for name, description in TEAMS.items():
                if name not in known:
                    team = self._cases.teams.create({"name": name, "description": description})
                    known[name] = str(team.id)
            return known

    def _person(
        self, person: DemoPerson, roles: Mapping[str, str], teams: Mapping[str, str]
    ) -> User:
        with self._database.reading() as tx:
            if known := by_email(tx, person.email):
                return known
        values = {
            "email": person.email,
            "name": person.name,
            "time_zone": person.time_zone,
            "role_ids": [roles[person.role]],
            "team_ids": [teams[name] for name in person.teams],
        }
        return self._cases.users.create(values, person.password)

    def _works(self, key: str) -> bool:
        if not key:
            return False
        this = select(ApiKey.id).where(ApiKey.key_hash == hashed(key), ApiKey.revoke_time.is_(None))
        with self._database.reading() as tx:
            return tx.session.scalar(this) is not None

    def _new_key(self, admin: User) -> str:
        """A key of the admin's; the one of an earlier run, whose text is lost, is revoked."""
        identity = Identity("user", admin.id, admin.name, grants={"*": Reach.ALL})
        lost = select(ApiKey).where(
            ApiKey.owner_id == admin.id, ApiKey.name == DEMO_KEY, ApiKey.revoke_time.is_(None)
        )
        with context.use(Call(identity, "api_keys.write")), self._database.transaction() as tx:
            for old in tx.scalars(lost):
                self._cases.api_keys.revoke(old.id)
            _, key = self._cases.api_keys.create({"name": DEMO_KEY, "scopes": ["*"]})
        return key


def read_roles() -> dict[str, dict[str, Any]]:
    """What roles.toml says: key -> name, description, grants as they are kept."""
    text = resources.files("gateway.accounts").joinpath("roles.toml").read_text()
    return {key: _role(values) for key, values in tomllib.loads(text).items()}


def _role(values: Mapping[str, Any]) -> dict[str, Any]:
    grants: Iterable[tuple[str, str]] = values["grants"].items()
    return {
        "name": values["name"],
        "description": values["description"],
        "grants": [{"permission": pattern, "reach": reach.upper()} for pattern, reach in grants],
    }


def kept_key(path: Path | None) -> str:
    """The API key in a file, "" without one."""
    return path.read_text().strip() if path is not None and path.exists() else ""


def keep_key(path: Path | None, key: str) -> None:
    """Writes the key for the next run, readable by the owner alone."""
    if path is not None:
        path.touch(mode=0o600)
        path.write_text(key)
