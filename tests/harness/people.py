"""Callers: the keys that sign them, and the metadata of their calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID, uuid4

import pytest

from chassis.context import Call
from chassis.identity import Identity, Reach
from chassis.identity_tokens import Signer
from deploy.local.keys import key_pair

PAGE_TOKEN_KEY = "a key for page tokens, used by tests only"

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """An Ed25519 key pair as PEM."""

    private: str
    public: str


def make_keys() -> Keys:
    """A new pair."""
    private, public = key_pair()
    return Keys(private.decode(), public.decode())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who calls."""

    identity: Identity
    signer: Signer = field(repr=False)

    @property
    def id(self) -> UUID:
        """The user's id, to own records with."""
        assert self.identity.user_id is not None
        return self.identity.user_id

    @property
    def team_id(self) -> UUID:
        """The first of the user's teams."""
        return self.identity.team_ids[0]

    def metadata(self, **more: str) -> Metadata:
        """What a gRPC call of this person carries: `metadata(idempotency_key="k")`."""
        token = ("authorization", f"Bearer {self.signer.sign(self.identity)}")
        return (token, *((name.replace("_", "-"), value) for name, value in more.items()))

    def call(self, permission: str, **more: str) -> Call:
        """A running call for tests below the transport: `with context.use(ada.call("…")):`."""
        return Call(identity=self.identity, permission=permission, **more)  # type: ignore[arg-type]


class AsPerson(Protocol):
    """Makes people; `grants` maps permission patterns to how far they reach."""

    def __call__(
        self,
        grants: Mapping[str, str] | None = None,
        *,
        teams: Sequence[UUID] = (),
        user_id: UUID | None = None,
        name: str = "Ada Lovelace",
        kind: str = "user",
        limits: tuple[str, ...] | None = None,
    ) -> Person: ...


@pytest.fixture(scope="session")
def keys() -> Keys:
    """The identity keys of this run."""
    return make_keys()


@pytest.fixture(scope="session")
def signer(keys: Keys) -> Signer:
    """Signs identities that this run's servers believe."""
    return Signer(keys.private)


@pytest.fixture(scope="session")
def as_person(signer: Signer) -> AsPerson:
    """`ada = as_person({"contacts.*": "own"}, teams=[team])`; then `metadata=ada.metadata()`."""

    def make(
        grants: Mapping[str, str] | None = None,
        *,
        teams: Sequence[UUID] = (),
        user_id: UUID | None = None,
        name: str = "Ada Lovelace",
        kind: str = "user",
        limits: tuple[str, ...] | None = None,
    ) -> Person:
        reaches = {pattern: Reach(reach) for pattern, reach in (grants or {}).items()}
        identity = Identity(
            kind=kind,
            user_id=user_id or uuid4(),
            name=name,
            team_ids=tuple(teams),
            grants=reaches,
            limits=limits,
        )
        return Person(identity, signer)

    return make


@pytest.fixture(scope="session")
def admin(as_person: AsPerson) -> Person:
    """May do everything with every record."""
    return as_person({"*": "all"}, name="Admin", teams=[uuid4()])
