"""Identity tokens: only what the gateway signed, for services, a moment ago, is believed."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jwt
import pytest

from chassis.errors import Unauthenticated
from chassis.identity import ANONYMOUS, SYSTEM, Identity, Reach
from chassis.identity_tokens import Signer, Verifier
from tests.harness.people import Keys, make_keys

ADA = Identity(
    kind="user",
    user_id=uuid4(),
    name="Ada Lovelace",
    team_ids=(uuid4(), uuid4()),
    grants={"contacts.*": Reach.TEAM, "*.read": Reach.ALL},
)
KEY = Identity(
    kind="key",
    user_id=uuid4(),
    name="Zapier",
    grants={"*": Reach.ALL},
    limits=("contacts.read",),
)


def claims(**changes: Any) -> dict[str, Any]:
    """What the gateway says, with changes; None removes a claim."""
    now = int(time.time())
    said = {
        "iss": "gateway",
        "aud": "services",
        "iat": now,
        "exp": now + 60,
        "kind": "user",
        "name": "Ada",
        "sub": str(uuid4()),
        "teams": [],
        "grants": {"*": "all"},
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def signed(keys: Keys, *, algorithm: str = "EdDSA", **changes: Any) -> str:
    return jwt.encode(claims(**changes), keys.private, algorithm=algorithm)


@pytest.mark.parametrize("identity", [ADA, KEY, SYSTEM, ANONYMOUS], ids=lambda i: i.kind)
def test_a_service_sees_exactly_the_caller_the_gateway_signed(
    keys: Keys, signer: Signer, identity: Identity
) -> None:
    assert Verifier(keys.public).verify(signer.sign(identity)) == identity


def unsigned(keys: Keys) -> str:
    return jwt.encode(claims(), None, algorithm="none")


def signed_with_the_public_key(keys: Keys) -> str:
    """The public key used as a shared secret, which a verifier that trusts `alg` would accept."""
    header, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "typ": "JWT"}, claims())
    )
    mac = hmac.new(keys.public.encode(), header + b"." + body, hashlib.sha256).digest()
    return b".".join([header, body, base64.urlsafe_b64encode(mac).rstrip(b"=")]).decode()


def altered(keys: Keys) -> str:
    header, body, signature = signed(keys).split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    said["grants"] = {"*": "all", "secrets.*": "all"}
    forged = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return f"{header}.{forged}.{signature}"


NOW = int(time.time())
FORGED: dict[str, Callable[[Keys], str]] = {
    "nothing": lambda _: "",
    "no token at all": lambda _: "let me in",
    "three dots": lambda _: "...",
    "not signed": unsigned,
    "signed with the public key as a secret": signed_with_the_public_key,
    "signed by somebody else": lambda _: signed(make_keys()),
    "changed after it was signed": altered,
    "meant for somebody else": lambda keys: signed(keys, aud="browsers"),
    "meant for nobody": lambda keys: signed(keys, aud=None),
    "from another issuer": lambda keys: signed(keys, iss="evil"),
    "from no issuer": lambda keys: signed(keys, iss=None),
    "expired": lambda keys: signed(keys, iat=NOW - 120, exp=NOW - 60),
    "without an end": lambda keys: signed(keys, exp=None),
    "without a beginning": lambda keys: signed(keys, iat=None),
    "living too long": lambda keys: signed(keys, exp=NOW + 3600),
    "living for ever": lambda keys: signed(keys, exp=10**30),
    "made in the future": lambda keys: signed(keys, iat=NOW + 86_400, exp=NOW + 86_440),
    "not valid yet": lambda keys: signed(keys, nbf=NOW + 86_400),
    "without a kind": lambda keys: signed(keys, kind=None),
    "without grants": lambda keys: signed(keys, grants=None),
    "with grants of another shape": lambda keys: signed(keys, grants=["*"]),
    "with a reach nobody knows": lambda keys: signed(keys, grants={"*": "universe"}),
    "with a user that is no id": lambda keys: signed(keys, sub="ada"),
    "with teams that are no ids": lambda keys: signed(keys, teams=["sales"]),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_is_refused_that_is(forge: Callable[[Keys], str], keys: Keys) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        Verifier(keys.public).verify(forge(keys))
    assert refusal.value.reason == "TOKEN_INVALID"


def test_a_token_is_remembered_no_longer_than_it_lives(keys: Keys) -> None:
    verifier, end = Verifier(keys.public), int(time.time()) + 30
    token = signed(keys, exp=end)
    verifier.verify(token)
    assert verifier._seen[token][0] == end


def test_a_verifier_does_not_grow_with_the_tokens_it_has_seen(
    keys: Keys, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Verifier, "CAPACITY", 3)
    verifier = Verifier(keys.public)
    tokens = [signer.sign(Identity(kind="user", user_id=uuid4())) for _ in range(10)]
    assert {verifier.verify(token).user_id for token in tokens} == {
        verifier.verify(token).user_id for token in tokens
    }
    assert len(verifier._seen) <= 3


@pytest.mark.parametrize(
    ("permission", "reach"),
    [
        ("contacts.write", Reach.TEAM),
        ("contacts.read", Reach.ALL),  # the wider of two patterns that match
        ("companies.read", Reach.ALL),
        ("companies.write", None),
        ("contactsXread", None),
        ("", None),
    ],
)
def test_the_widest_matching_pattern_decides(permission: str, reach: Reach | None) -> None:
    assert ADA.reach(permission) is reach


def test_an_api_key_is_cut_down_to_its_limits_whatever_its_owner_may() -> None:
    assert KEY.reach("contacts.read") is Reach.ALL
    assert KEY.reach("contacts.write") is None


def test_a_key_without_limits_and_a_key_limited_to_nothing_are_not_the_same() -> None:
    nothing = Identity(kind="key", grants={"*": Reach.ALL}, limits=())
    assert nothing.reach("contacts.read") is None
