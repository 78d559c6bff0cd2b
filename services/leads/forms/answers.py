"""What a visitor filled in, checked against the questions of the form.

Values come from JSON (numbers, booleans, lists) or from a plain HTML form (all of it text), so
both ways of writing are understood. Text is kept as it was typed, but for space at its ends.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from chassis.custom_fields import BAG
from chassis.errors import InvalidArgument, Violation
from services.leads.contacts import addresses
from services.leads.countries import code_of
from services.leads.forms.fields import TARGETS, Question, Type
from services.leads.targets import entry, split_name

MAX_LONG = 5000
MAX_LINE = 500
MAX_NUMBER = 10**15

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?")
_TRUE = ("on", "true", "yes", "1")
_FALSE = ("", "off", "false", "no", "0")

#: How an answer is read. Raises ValueError with the rule in words.
Reader = Callable[[Question, Any], Any]
#: The answers of the fields that were asked, by key; without those left empty.
Answers = dict[str, Any]


def read(
    questions: Sequence[Question], values: Mapping[str, Any], *, phone_region: str = ""
) -> Answers:
    """The answers, tidied. Raises InvalidArgument naming values.<key> of each that is refused.

    phone_region: where phone numbers without a country code are of, unless the visitor says it.
    """
    keys = {question.key for question in questions}
    refused = [
        Violation(entry("values", key), "is not a field of this form")
        for key in values
        if key not in keys
    ]
    answers: Answers = {}
    phone = partial(_phone, region=_country(questions, values) or phone_region)
    readers: dict[Type, Reader] = {**READERS, Type.PHONE: phone}
    for question in questions:
        try:
            answer = _answer(readers[question.type], question, values.get(question.key))
        except ValueError as error:
            refused.append(Violation(f"values.{question.key}", str(error)))
            continue
        if answer is not None:
            answers[question.key] = answer
    if refused:
        raise InvalidArgument.many(refused)
    return answers


def contact_values(questions: Iterable[Question], answers: Answers) -> dict[str, Any]:
    """The answers by field of the contact; those of custom fields under custom_fields."""
    values: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for question in questions:
        if question.key not in answers:
            continue
        answer = answers[question.key]
        if question.custom_key:
            custom[question.custom_key] = answer
        elif question.maps_to in TARGETS:
            values[question.maps_to] = answer
    if name := values.pop("full_name", ""):
        first, last = split_name(name)
        values.setdefault("first_name", first)
        values.setdefault("last_name", last)
    if born := values.get("birth_date"):
        values["birth_date"] = date.fromisoformat(born)
    if country := values.get("country"):
        values["country"] = code_of(country)
    return {**values, BAG: custom} if custom else values


def refused(questions: Iterable[Question], error: InvalidArgument) -> InvalidArgument:
    """A refused contact in terms of the form: values.<key> instead of the contact's fields."""
    keys = {question.maps_to: question.key for question in questions if question.maps_to}
    if "full_name" in keys:
        keys = {"first_name": keys["full_name"], "last_name": keys["full_name"], **keys}
    if not error.violations:
        return error
    return InvalidArgument.many(
        [
            Violation(f"values.{keys.get(each.field, each.field)}", each.description)
            for each in error.violations
        ],
        reason=error.reason,
    )


def told(questions: Iterable[Question], answers: Answers) -> str:
    """The visible answers as lines of text, for people to read."""
    return "\n".join(
        f"{question.label}: {_words(answers[question.key])}"
        for question in questions
        if question.key in answers and not question.hidden
    )


def _words(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(answer)
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def _answer(reader: Reader, question: Question, value: Any) -> Any:
    """The value to keep; None for no answer. Raises ValueError with the rule in words."""
    if value is None or value == "" or question.hidden and not str(value).strip():
        value = question.default_value if question.hidden else ""
    answer = reader(question, value)
    if answer in (None, "", []) or answer is False:
        if question.required:
            raise ValueError("is required")
        return False if answer is False else None
    return answer


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    text = value.strip()
    if _CONTROL.search(text):
        raise ValueError("must not contain control characters")
    long = question.type is Type.LONG_TEXT
    if not long and ("\n" in text or "\r" in text):
        raise ValueError("must be one line")
    limit = MAX_LONG if long else MAX_LINE
    if len(text) > limit:
        raise ValueError(f"must have at most {limit} characters")
    return text.replace("\r\n", "\n")


def _email(question: Question, value: Any) -> str:
    return addresses.email(_text(question, value))


def _phone(question: Question, value: Any, *, region: str) -> str:
    return addresses.phone(_text(question, value), region=region or None)


def _country(questions: Sequence[Question], values: Mapping[str, Any]) -> str:
    """Where the visitor says they live, as a code; empty where nothing of use is said."""
    said = (values.get(question.key) for question in questions if question.maps_to == "country")
    code = code_of(str(next(said, None) or ""))
    return code if addresses.is_region(code) else ""


def _number(question: Question, value: Any) -> int | float | None:
    if isinstance(value, str):
        text = _text(question, value).replace(",", ".")
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise ValueError("must be a number like 12.5")
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("must be a number")
    if abs(value) > MAX_NUMBER:
        raise ValueError("must be a smaller number")
    return int(value) if value == int(value) else value


def _date(question: Question, value: Any) -> str:
    text = _text(question, value)
    try:
        if not text or _DATE.fullmatch(text) and date.fromisoformat(text):
            return text
    except ValueError:
        pass
    raise ValueError("must be a date like 2026-11-21")


def _checkbox(_: Question, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in (*_TRUE, *_FALSE):
        raise ValueError("must be true or false")
    return word in _TRUE


def _choice(question: Question, value: Any) -> str:
    text = _text(question, value)
    if text and text not in question.options:
        raise ValueError(f"must be one of: {', '.join(question.options)}")
    return text


def _choices(question: Question, value: Any) -> list[str]:
    words = value if isinstance(value, list) else [value]
    chosen = [_choice(question, word) for word in words]
    return [word for word in dict.fromkeys(chosen) if word]


READERS: Mapping[Type, Reader] = {
    Type.TEXT: _text,
    Type.LONG_TEXT: _text,
    Type.EMAIL: _email,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.CHECKBOX: _checkbox,
    Type.CHOICE: _choice,
    Type.CHOICES: _choices,
}
