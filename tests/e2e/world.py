"""A small firm inside the running suite: two teams, roles of every reach, people with keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import uuid4

from chassis.identity import Identity, Reach
from tests.contract.protos import rpcs
from tests.harness.http import Client, Session, made
from tests.harness.suite import Suite

EXPORT = {"contacts.export": "team"}
OF_RECORDS = (
    *(
        "cleanup_items.*",
        "contacts.*",
        "companies.*",
        "forms.*",
        "imports.*",
        "submissions.*",
        "api_keys.*",
    ),
    *("deals.*", "activities.*", "contracts.*", "tickets.*", "messages.*", "enrolments.*"),
    *("nps_surveys.*", "usage_records.*"),
    *("segments.*", "campaigns.*", "reports.*"),
)


def everything(reach: str) -> dict[str, str]:
    """All permissions over records, as far as `reach`."""
    return dict.fromkeys(OF_RECORDS, reach)


def every(action: str, reach: str) -> dict[str, str]:
    """One action on all kinds of records that have it, as far as `reach`."""
    named = {rpc.permission for rpc in rpcs()}
    wanted = {pattern.replace("*", action) for pattern in OF_RECORDS}
    return dict.fromkeys(sorted(wanted & named), reach)


#: name -> (team, grants, what the API key is cut down to: everything when empty)
PEOPLE: Mapping[str, tuple[str, dict[str, str], list[str]]] = {
    "owner": ("a", everything("own"), []),
    "leader": ("a", everything("team"), []),
    "chief": ("a", everything("all"), []),
    "reader": ("a", every("read", "own"), []),
    "agent": ("a", every("read", "all") | every("write", "own") | EXPORT, []),
    "nobody": ("a", {"users.read": "all"}, []),
    "limited": ("a", everything("all"), ["contacts.read", "companies.read"]),
    "mate": ("a", everything("own"), []),
    "foreigner": ("b", everything("own"), []),
    "foreign_leader": ("b", everything("team"), []),
}


@dataclass
class Person:
    """Somebody of the firm, with a password and an API key."""

    name: str
    id: str
    team: str
    team_id: str
    grants: Mapping[str, str]
    scopes: list[str]
    email: str
    password: str
    url: str
    api_key: str = ""
    session: Session | None = field(default=None, repr=False)

    @cached_property
    def client(self) -> Client:
        """A program with this person's key."""
        return Client(self.url, api_key=self.api_key)

    @cached_property
    def identity(self) -> Identity:
        """What this person should be able to reach: the oracle's view."""
        return Identity(
            kind="user",
            grants={pattern: Reach(reach) for pattern, reach in self.grants.items()},
            limits=tuple(self.scopes),
        )

    def reach(self, permission: str) -> str | None:
        """How far a permission reaches, None without it."""
        return self.identity.reach(permission)

    def sees(self, owner_id: str, team_id: str, permission: str) -> bool:
        """Whether a record with this owner and team is within reach of a permission."""
        match self.reach(permission):
            case "all":
                return True
            case "team":
                return owner_id == self.id or team_id == self.team_id
            case "own":
                return owner_id == self.id
        return False

    def close(self) -> None:
        self.client.close()
        if self.session:
            self.session.close()


class World:
    """The firm. `word` is in the name of everything it makes, and nowhere else."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.word = f"zq{uuid4().hex[:10]}"
        self.admin = suite.admin()
        self.teams = {name: self._team(name) for name in ("a", "b")}
        self.people = {name: self._person(name) for name in PEOPLE}

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def close(self) -> None:
        """Closes every connection."""
        self.admin.close()
        for person in self.people.values():
            person.close()

    def person(self, grants: Mapping[str, str], *, team: str = "a") -> Person:
        """One more person, for a test that changes what the person may do."""
        name = f"extra{uuid4().hex[:6]}"
        self.people[name] = self._hire(name, team, dict(grants), [])
        return self.people[name]

    def _team(self, name: str) -> str:
        return str(made(self.admin.post("/v1/teams", {"name": f"{self.word} {name}"}))["id"])

    def _person(self, name: str) -> Person:
        team, grants, scopes = PEOPLE[name]
        return self._hire(name, team, grants, scopes)

    def _hire(self, name: str, team: str, grants: dict[str, str], scopes: list[str]) -> Person:
        grants = {"api_keys.write": "own"} | grants
        role = self._role(name, grants)
        email, password = f"{name}.{self.word}@example.com", f"correct horse {uuid4().hex}"
        user = made(
            self.admin.post(
                "/v1/users",
                {
                    "email": email,
                    "name": f"{name} {self.word}",
                    "password": password,
                    "team_ids": [self.teams[team]],
                    "role_ids": [role],
                },
            )
        )
        person = Person(
            name=name,
            id=user["id"],
            team=team,
            team_id=self.teams[team],
            grants=grants,
            scopes=scopes or [*grants],
            email=email,
            password=password,
            url=self.suite.url,
        )
        person.session = Session.opened(self.suite.url, email, password)
        person.api_key = self.key_of(person)
        return person

    def _role(self, name: str, grants: Mapping[str, str]) -> str:
        role = {
            "key": f"{name}_{self.word}",
            "name": f"{name} {self.word}",
            "grants": [
                {"permission": pattern, "reach": reach.upper()} for pattern, reach in grants.items()
            ],
        }
        return str(made(self.admin.post("/v1/roles", role))["id"])

    def key_of(self, person: Person) -> str:
        """A new API key that this person makes."""
        assert person.session is not None
        key = {"name": f"key of {person.name} {self.word}", "scopes": person.scopes}
        return str(made(person.session.post("/v1/api_keys", key))["key"])
