"""What an installation begins with, from the command line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.types.json import Jsonb

from deploy.local.child import clean_environment
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


def test_later_changes_of_the_file_reach_an_installation_and_spare_what_people_changed(
    commands: Commands,
) -> None:
    commands.run("migrate")
    older = [{"permission": "contacts.read", "reach": "OWN"}, {"permission": "a.b", "reach": "ALL"}]
    mine = [*older, {"permission": "users.read", "reach": "OWN"}]
    with psycopg.connect(commands.environment["DATABASE_URL"]) as connection:
        statement = "UPDATE roles SET grants = %s, reviewed_grants = %s WHERE key = 'agent'"
        connection.execute(statement, [Jsonb(mine), Jsonb(older)])
    assert commands.run("migrate").returncode == 0
    with psycopg.connect(commands.environment["DATABASE_URL"]) as connection:
        query = "SELECT grants FROM roles WHERE key = 'agent'"
        found = {g["permission"]: g["reach"] for g in connection.execute(query).fetchone()[0]}
    assert found["contacts.read"] == "ALL", "the file changed it, and people did not"
    assert found["companies.read"] == "ALL", "the file added it"
    assert "a.b" not in found, "the file took it away"
    assert found["users.read"] == "OWN", "people had it narrower before the file named it"
