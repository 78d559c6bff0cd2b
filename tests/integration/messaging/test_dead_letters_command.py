"""The command operators use: what rests, with its reason; again, or away."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from chassis.database import Database

ROOT = Path(__file__).resolve().parents[3]
TIMER = text(
    "INSERT INTO timers (id, name, key, due_time, payload, headers, cause, depth, tries, error,"
    " dead_time) VALUES (gen_random_uuid(), 'quote.expire', :key, now(), '{\"n\": 1}', '{}', '', 0,"
    " 6, 'RuntimeError: no', now())"
)
EVENT = text(
    "INSERT INTO inbox (id, handler, source, event_id, type, state, receive_time, tries, reason,"
    " error, body) VALUES (gen_random_uuid(), 'A.b', '/services/leads', 'e1', 't', 'DEAD', now(),"
    " 0, 'UNDECODABLE', 'not JSON', '\\x80ff')"
)


def command(database: Database, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "chassis.dead_letters", *arguments],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}", "DATABASE_URL": database.url},
        capture_output=True,
        text=True,
        check=False,
    )


def printed(database: Database, *arguments: str) -> list[dict[str, Any]]:
    done = command(database, *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def letters(tally: Database) -> list[dict[str, Any]]:
    with tally.engine.begin() as connection:
        connection.execute(EVENT)
        connection.execute(TIMER, {"key": "1"})
        connection.execute(TIMER, {"key": "2"})
    return printed(tally, "list")


def test_events_and_timers_are_listed_with_their_reasons(letters: list[dict[str, Any]]) -> None:
    assert [(one["kind"], one["handler"], one["reason"]) for one in letters] == [
        ("event", "A.b", "UNDECODABLE"),
        ("timer", "quote.expire", "FAILED"),
        ("timer", "quote.expire", "FAILED"),
    ]
    assert letters[0]["subject"] == "t /services/leads/e1"
    assert letters[1]["content"] == '{"n": 1}'


def test_one_is_replayed_and_the_rest_dropped(
    tally: Database, letters: list[dict[str, Any]]
) -> None:
    assert printed(tally, "replay", letters[1]["id"]) == [{"replayed": 1}]
    assert printed(tally, "drop", "all") == [{"dropped": 2}]
    assert printed(tally, "list") == []
    with tally.engine.connect() as connection:
        rows = connection.execute(text("SELECT tries, dead_time FROM timers")).all()
    assert rows == [(0, None)], "only the replayed one is left, as if it had never failed"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("replay", "01937b5e-7c00-7000-8000-000000000001"), "no such dead letter"),
        (("replay", "x"), "no such dead_letter"),
        (("bury",), "usage"),
    ],
)
def test_what_is_not_understood_is_said(
    tally: Database, arguments: tuple[str, ...], message: str
) -> None:
    done = command(tally, *arguments)
    assert done.returncode != 0
    assert message in done.stderr
