"""Ids sort by the time they were made, and what is no id names no record."""

import time
from uuid import uuid4

import pytest

from chassis.errors import NotFound
from chassis.ids import parse_id, uuid7


def test_an_id_is_a_uuid_of_version_7() -> None:
    assert {(made.version, made.variant) for made in (uuid7() for _ in range(100))} == {
        (7, "specified in RFC 4122")
    }


def test_an_id_carries_the_millisecond_it_was_made_in() -> None:
    before, made, after = time.time_ns() // 10**6, uuid7(), time.time_ns() // 10**6
    assert before <= made.int >> 80 <= after


def test_ids_do_not_repeat() -> None:
    assert len({uuid7() for _ in range(20_000)}) == 20_000


def test_any_well_formed_uuid_is_an_id() -> None:
    given = uuid4()
    assert parse_id(str(given)) == given == parse_id(str(given).upper())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "null",
        "../../etc/passwd",
        "01937b5e7c0070008000000000000001",
        "{01937b5e-7c00-7000-8000-000000000001}",
        "urn:uuid:01937b5e-7c00-7000-8000-000000000001",
        "01937b5e-7c00-7000-8000-00000000000g",
        "01937b5e-7c00-7000-8000-000000000001\n",
        "01937b5e-7c00-7000-8000-0000000_0001",
        "0१937b5e-7c00-7000-8000-000000000001",
        "x" * 36,
        "0" * 10_000,
    ],
)
def test_what_is_no_id_names_no_record(text: str) -> None:
    with pytest.raises(NotFound) as refusal:
        parse_id(text, "contact")
    assert refusal.value.reason == "CONTACT_NOT_FOUND"


def test_a_name_of_two_words_makes_one_reason() -> None:
    with pytest.raises(NotFound) as refused:
        parse_id("no id", "assignment rule")
    assert refused.value.reason == "ASSIGNMENT_RULE_NOT_FOUND"
