"""The reviewed roles: every pattern allows something, and nobody is allowed more than meant."""

import re
import tomllib
from fnmatch import fnmatchcase

import pytest

from chassis.identity import Reach
from tests.contract.protos import ROOT, rpcs

ROLES = tomllib.loads((ROOT / "gateway" / "accounts" / "roles.toml").read_text())
PERMISSIONS = {rpc.permission for rpc in rpcs()} - {"public", "signed_in"}
GRANTS = [(role, pattern) for role, said in ROLES.items() for pattern in said["grants"]]

#: Patterns for permissions that are on their way, and whose RPCs bring them.
EXPECTED: dict[str, str] = {}


@pytest.mark.parametrize(("role", "pattern"), GRANTS)
def test_every_pattern_of_a_role_allows_something(role: str, pattern: str) -> None:
    assert pattern in EXPECTED or any(fnmatchcase(p, pattern) for p in PERMISSIONS)


@pytest.mark.parametrize("pattern", EXPECTED)
def test_what_is_expected_is_not_there_yet(pattern: str) -> None:
    assert not any(fnmatchcase(permission, pattern) for permission in PERMISSIONS)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_explained_and_reaches_somewhere(role: str) -> None:
    said = ROLES[role]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", role)
    assert said["name"]
    assert said["description"].endswith(".")
    assert set(said["grants"].values()) <= set(Reach)


def test_only_an_admin_manages_people_and_rights() -> None:
    sensitive = {"users.write", "roles.write", "teams.write", "audit.read", "fields.write"}
    for role, said in ROLES.items():
        held = {p for p in sensitive for pattern in said["grants"] if fnmatchcase(p, pattern)}
        assert role == "admin" or not held, role


def test_every_permission_is_held_by_somebody_beside_the_admin_or_is_the_admins_alone() -> None:
    admins_alone = {"users.write", "roles.write", "teams.write", "audit.read", "fields.write"}
    admins_alone |= {"inbound_mail.receive", "bounces.receive"}  # keys for the mail server
    admins_alone |= {"dead_letters.read", "dead_letters.write"}
    patterns = {p for role, said in ROLES.items() if role != "admin" for p in said["grants"]}
    lonely = {p for p in PERMISSIONS if not any(fnmatchcase(p, pattern) for pattern in patterns)}
    assert lonely <= admins_alone | {"clock.write", "clock.read", "clock.advance"}
