"""Answers: what a visitor may write, from a page or a program."""

from datetime import date
from typing import Any

import pytest

from chassis.errors import InvalidArgument
from services.leads.forms import answers
from services.leads.forms.fields import Question, Type


def answer(kind: Type, value: Any, **more: Any) -> Any:
    question = Question("q", type=kind, options=["a", "b"], **more)
    return answers.read([question], {"q": value}).get("q")


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Type.TEXT, "  Ada ", "Ada"),
        (Type.TEXT, "{{7*7}}<b>", "{{7*7}}<b>"),
        (Type.TEXT, "", None),
        (Type.LONG_TEXT, "one\r\ntwo", "one\ntwo"),
        (Type.EMAIL, " Ada@Example.COM", "Ada@example.com"),
        (Type.PHONE, "0049 30 123456", "+4930123456"),
        (Type.NUMBER, "12,5", 12.5),
        (Type.NUMBER, 3.0, 3),
        (Type.NUMBER, "", None),
        (Type.DATE, "2026-02-28", "2026-02-28"),
        (Type.CHECKBOX, "on", True),
        (Type.CHECKBOX, True, True),
        (Type.CHECKBOX, "", False),
        (Type.CHOICE, "a", "a"),
        (Type.CHOICES, ["b", "a", "b"], ["b", "a"]),
        (Type.CHOICES, "a", ["a"]),
        (Type.CHOICES, [], None),
    ],
)
def test_an_answer_is_tidied_and_kept(kind: Type, value: Any, kept: Any):
    assert answer(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Type.TEXT, "two\nlines"),
        (Type.TEXT, "x" * 501),
        (Type.TEXT, "bell\x07"),
        (Type.TEXT, "invoice\u202egpj.exe"),
        (Type.TEXT, 3),
        (Type.TEXT, {"a": 1}),
        (Type.LONG_TEXT, "x" * 5001),
        (Type.EMAIL, "a@example.com\nBcc: b@example.com"),
        (Type.PHONE, "12345"),
        (Type.NUMBER, "1e9"),
        (Type.NUMBER, "many"),
        (Type.NUMBER, True),
        (Type.NUMBER, float("inf")),
        (Type.DATE, "2026-02-30"),
        (Type.DATE, "20260228"),
        (Type.CHECKBOX, "perhaps"),
        (Type.CHOICE, "c"),
        (Type.CHOICES, ["a", "c"]),
    ],
)
def test_an_answer_that_is_none_is_refused(kind: Type, value: Any):
    with pytest.raises(InvalidArgument) as caught:
        answer(kind, value)
    assert [violation.field for violation in caught.value.violations] == ["values.q"]


@pytest.mark.parametrize("kind", [*Type])
def test_what_is_required_must_be_given(kind: Type):
    with pytest.raises(InvalidArgument) as caught:
        answer(kind, "", required=True)
    assert caught.value.violations[0].description == "is required"


def test_a_hidden_field_has_its_own_value_unless_another_is_sent():
    assert answer(Type.TEXT, "", hidden=True, default_value="website") == "website"
    assert answer(Type.TEXT, "poster", hidden=True, default_value="website") == "poster"


def test_what_nobody_asked_is_refused():
    with pytest.raises(InvalidArgument) as caught:
        answers.read([Question("q")], {"owner_id": "x", "is-admin": "1"})
    assert [v.field for v in caught.value.violations] == ["values.owner_id", 'values["is-admin"]']


def test_answers_go_where_the_form_says():
    questions = [
        Question("name", "full_name"),
        Question("born", "birth_date", type=Type.DATE),
        Question("land", "country"),
        Question("plan", "custom_fields.plan"),
        Question("note"),
    ]
    given = {
        "name": "Ada Lovelace",
        "born": "1815-12-10",
        "land": "gb",
        "plan": "big",
        "note": "hello",
    }
    assert answers.contact_values(questions, given) == {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "birth_date": date(1815, 12, 10),
        "country": "GB",
        "custom_fields": {"plan": "big"},
    }


def test_people_read_the_answers_without_the_hidden_ones():
    questions = [
        Question("size", label="Size", type=Type.NUMBER),
        Question("topics", label="Topics", type=Type.CHOICES),
        Question("yes", label="Call me", type=Type.CHECKBOX),
        Question("source", label="Source", hidden=True),
    ]
    given = {"size": 2.5, "topics": ["a", "b"], "yes": True, "source": "website"}
    assert answers.told(questions, given) == "Size: 2.5\nTopics: a, b\nCall me: yes"


LIVING = [Question("phone", type=Type.PHONE), Question("land", maps_to="country")]


@pytest.mark.parametrize(
    ("values", "region", "kept"),
    [
        ({"phone": "030 1234567"}, "DE", "+49301234567"),
        ({"phone": "020 7946 0958", "land": "United Kingdom"}, "DE", "+442079460958"),
        ({"phone": "01 4012345", "land": "at"}, "", "+4314012345"),
        ({"phone": "030 1234567", "land": "somewhere warm"}, "DE", "+49301234567"),
        ({"phone": "+33 1 99 00 12 34"}, "DE", "+33199001234"),
    ],
)
def test_a_phone_number_is_of_where_the_visitor_lives_or_the_form_says(
    values: dict[str, str], region: str, kept: str
) -> None:
    assert answers.read(LIVING, values, phone_region=region)["phone"] == kept


def test_a_phone_number_of_no_known_country_needs_its_code() -> None:
    with pytest.raises(InvalidArgument) as refused:
        answers.read(LIVING, {"phone": "030 1234567"})
    (found,) = refused.value.violations
    assert (found.field, "country code" in found.description) == ("values.phone", True)
