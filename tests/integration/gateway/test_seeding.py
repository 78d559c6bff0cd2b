"""What an installation begins with, from the command line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from chassis.identity import Reach
from deploy.local.child import clean_environment
from gateway.accounts.seeding import read_roles
from gateway.catalogue import Catalogue
from tests.harness.databases import Templates
from tests.harness.people import PAGE_TOKEN_KEY, Keys

ROOT = Path(__file__).parents[3]


class Commands:
    """`python -m gateway …` with a database."""

    def __init__(self, url: str, keys: Keys) -> None:
        self.environment = {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
            "DATABASE_URL": url,
            "IDENTITY_PUBLIC_KEY": keys.public,
            "PAGE_TOKEN_KEY": PAGE_TOKEN_KEY,
            "ENVIRONMENT": "test",
        }

    def run(
        self, *words: str, text: str = "", **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "gateway", *words],
            env=clean_environment(self.environment | environment),
            input=text,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def commands(templates: Templates, keys: Keys) -> Iterator[Commands]:
    with templates.copy("gateway.accounts") as url:
        yield Commands(url, keys)


def test_seeding_twice_changes_nothing_and_keeps_the_key(
    commands: Commands, tmp_path: Path
) -> None:
    kept = tmp_path / "key"
    first = json.loads(commands.run("seed", "--api-key-file", str(kept)).stdout)
    assert set(first["logins"]) == {"admin", "manager", "marketer", "rep", "agent"}
    assert all(len(login["password"]) >= 15 for login in first["logins"].values())
    assert first["admin_api_key"] == kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert json.loads(commands.run("seed", "--api-key-file", str(kept)).stdout) == first
    lost = json.loads(commands.run("seed").stdout)
    assert lost["logins"] == first["logins"]
    assert lost["admin_api_key"] != first["admin_api_key"]


def test_public_passwords_never_reach_production(commands: Commands) -> None:
    refused = commands.run("seed", ENVIRONMENT="production")
    assert refused.returncode != 0
    assert "first-admin" in refused.stderr
    assert refused.stdout == ""


def test_production_begins_with_one_admin(commands: Commands) -> None:
    words = ("first-admin", "--email", "ada@firm.example", "--name", "Ada")
    weak = commands.run(*words, text="password1234\n", ENVIRONMENT="production")
    assert weak.returncode != 0
    assert "common" in weak.stderr
    made = commands.run(*words, text="a wide sea of compilers\n", ENVIRONMENT="production")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["email"] == "ada@firm.example"
    again = commands.run(*words, text="a wide sea of compilers\n", ENVIRONMENT="production")
    assert "belongs to a user" in again.stderr


#: Permissions of services and RPCs that are not there yet.
COMING = {"reports.read", "reports.write", "events.read", "dead_letters.read", "clock.advance"}


def test_every_pattern_in_the_roles_file_means_something(suite: Catalogue) -> None:
    known = {*suite.permissions, *COMING}
    for key, role in read_roles().items():
        for grant in role["grants"]:
            matched = [name for name in known if fnmatchcase(name, grant["permission"])]
            assert matched, f"{key}: {grant['permission']}"
            assert Reach(grant["reach"].lower())


def test_only_admins_hold_what_administers(suite: Catalogue) -> None:
    administers = {"users.write", "teams.write", "roles.write", "audit.read", "fields.write"}
    for key, role in read_roles().items():
        if key != "admin":
            held = {grant["permission"] for grant in role["grants"]}
            assert not held & {*administers, "*", "users.*", "teams.*", "roles.*", "fields.*"}
