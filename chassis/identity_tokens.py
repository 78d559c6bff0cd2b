"""Identities as short-lived signed tokens of the gateway, verified by every service itself.

Apart from identities: relays and workers know those too, and check no tokens.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from chassis.errors import Unauthenticated
from chassis.identity import ANONYMOUS, Identity, Reach

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
