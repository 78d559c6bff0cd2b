"""Filling in placeholders, by the shared vectors and by what must never come through."""

import re
from typing import Any

import pytest

from services.notify.templates.placeholders import fill, fill_html, html_faults, missing
from tests import vectors

VECTORS = vectors.load("template_personalisation.json")


def ours(text: str) -> str:
    """A template of the vectors in our spelling: ((name)) is {{name}} here."""
    return re.sub(r"\(\((\w+)\)\)", r"{{\1}}", text)


def cases(key: str) -> list[Any]:
    found = [case for case in VECTORS.get("cases", []) if key in case]
    return [case for case in found if "??" not in case["template"]]  # we have no conditions


@pytest.mark.parametrize("case", cases("out"), ids=lambda case: case["id"])
def test_a_text_is_filled_as_the_vectors_say(case: Any) -> None:
    assert fill(ours(case["template"]), case["values"]) == case["out"]


@pytest.mark.parametrize("case", cases("out_html"), ids=lambda case: case["id"])
def test_html_is_escaped_as_the_vectors_say(case: Any) -> None:
    assert fill_html(ours(case["template"]), case["values"]) == case["out_html"]


@pytest.mark.parametrize("case", cases("missing"), ids=lambda case: case["id"])
def test_what_is_missing_is_named_as_the_vectors_say(case: Any) -> None:
    assert missing(ours(case["template"]), case["values"]) == set(case["missing"])


@pytest.mark.parametrize("value", ["{{other}}", "{{config}} {% for x in y %}"])
def test_a_value_is_printed_as_typed_and_never_filled_a_second_time(value: str) -> None:
    values = {"name": value, "other": "secret", "config": "secret"}
    assert fill("a {{name}} b", values) == f"a {value} b"
    assert fill_html("a {{name}} b", values) == f"a {value} b"


@pytest.mark.parametrize("value", ["", None])
def test_a_fallback_stands_where_nothing_is_known(value: str | None) -> None:
    known = {} if value is None else {"first_name": value}
    assert fill("Hello {{first_name|there}}!", known) == "Hello there!"
    assert missing("Hello {{first_name|there}}!", known) == set()


def test_a_value_cannot_leave_the_attribute_it_stands_in() -> None:
    for quote in "\"'":
        filled = fill_html(f"<p title={quote}{{{{x}}}}{quote}>", {"x": "\"' onclick=evil()"})
        assert filled == f"<p title={quote}&quot;&#x27; onclick=evil(){quote}>"


@pytest.mark.parametrize("value", ["javascript:alert(1)", " data:text/html,x", "//evil.example"])
def test_a_value_that_leads_nowhere_good_is_not_made_a_link(value: str) -> None:
    assert fill_html('<a href="{{x}}">go</a>', {"x": value}) == '<a href="#">go</a>'


def test_a_page_is_made_a_link() -> None:
    filled = fill_html('<a href="{{x}}">go</a>', {"x": "https://example.com/?a=1&b=2"})
    assert filled == '<a href="https://example.com/?a=1&amp;b=2">go</a>'


def test_whole_numbers_are_written_without_a_dot() -> None:
    assert fill("{{n}} {{m}}", {"n": 3.0, "m": 2.5}) == "3 2.5"


@pytest.mark.parametrize(
    "text", ["<script src=x>", '<img src="x" onerror="y()">', "<a href={{x}}>", "<b {{x}}>"]
)
def test_html_that_could_do_harm_is_named(text: str) -> None:
    assert [*html_faults(text)]
