"""Who is calling: a short-lived signed token from the gateway, verified by every service itself."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

import jwt

from chassis.errors import Unauthenticated

ISSUER = "gateway"
AUDIENCE = "services"
LIFETIME = timedelta(seconds=60)
LEEWAY = timedelta(seconds=5)  # how far the clocks of two machines may be apart

#: Not a token, not ours, too old, or without the claims we put into every one.
MALFORMED = (
    jwt.InvalidTokenError,
    AttributeError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
)


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


class Signer:
    """Makes identity tokens; only the gateway holds the private key (Ed25519, PEM)."""

    def __init__(self, private_key: str) -> None:
        self._key = private_key

    def sign(self, identity: Identity) -> str:
        """A token that is valid for LIFETIME from now, on the real clock: a moved business
        clock must neither expire nor prolong it."""
        return jwt.encode(_claims(identity, datetime.now(UTC)), self._key, algorithm="EdDSA")


class Verifier:
    """Checks identity tokens with the public key; remembers the ones it has seen."""

    CAPACITY = 4096

    def __init__(self, public_key: str) -> None:
        self._key = public_key
        self._seen: dict[str, tuple[float, Identity]] = {}

    def verify(self, token: str) -> Identity:
        """The caller behind a token. Raises Unauthenticated (TOKEN_INVALID)."""
        expiry, identity = self._seen.get(token, (0.0, ANONYMOUS))
        if expiry > time.time():
            return identity
        claims, identity = self._decode(token)
        if len(self._seen) >= self.CAPACITY:
            self._seen.clear()
        self._seen[token] = (float(claims["exp"]), identity)
        return identity

    def _decode(self, token: str) -> tuple[dict[str, Any], Identity]:
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["EdDSA"],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "aud", "iss"]},
            )
            if claims["exp"] - claims["iat"] > LIFETIME.total_seconds():
                raise jwt.InvalidTokenError("lives too long")
            return claims, _identity(claims)
        except MALFORMED as error:
            raise Unauthenticated("TOKEN_INVALID", "The identity token is not valid.") from error


def _claims(identity: Identity, now: datetime) -> dict[str, object]:
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "kind": identity.kind,
        "name": identity.name,
        "teams": [str(team) for team in identity.team_ids],
        "grants": dict(identity.grants),
    }
    if identity.user_id:
        claims["sub"] = str(identity.user_id)
    if identity.limits is not None:
        claims["limits"] = list(identity.limits)
    if identity.credential_id:
        claims["sid"] = str(identity.credential_id)
    return claims


def _identity(claims: dict[str, Any]) -> Identity:
    return Identity(
        kind=claims["kind"],
        user_id=UUID(claims["sub"]) if "sub" in claims else None,
        name=claims["name"],
        team_ids=tuple(UUID(team) for team in claims["teams"]),
        grants={pattern: Reach(reach) for pattern, reach in claims["grants"].items()},
        limits=tuple(claims["limits"]) if "limits" in claims else None,
        credential_id=UUID(claims["sid"]) if "sid" in claims else None,
    )
