"""Custom fields: what admins define, and the rules values must follow to be stored.

Values are kept in one JSONB column, by key: TEXT, DATE (ISO 8601) and CHOICE as strings, NUMBER
as a number, BOOLEAN as a boolean, CHOICES as a list of strings. A field without a value is not
there. So filters can use an index, and the order of dates is the order of their text.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from chassis.errors import InvalidArgument, Violation

MAX_TEXT = 2000
MAX_NUMBER = 10**15
BAG = "custom_fields"
SEPARATOR = ";"

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class FieldType(StrEnum):
    """What values look like in JSON."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"


class Definition(Protocol):
    """One custom field, as a service keeps it."""

    @property
    def key(self) -> str:
        """Its name in JSON and filters."""

    @property
    def label(self) -> str:
        """Its name on screens."""

    @property
    def type(self) -> FieldType:
        """What values look like."""

    @property
    def required(self) -> bool:
        """A value must be given."""

    @property
    def options(self) -> list[str]:
        """What CHOICE and CHOICES may be."""


def validate(values: Mapping[str, Any], definitions: Iterable[Definition]) -> dict[str, Any]:
    """The values a new record stores: checked, tidied, those without a value left out.

    Raises InvalidArgument naming every custom_fields.<key> that breaks its rule, is unknown, or
    is required and missing.
    """
    return merge({}, values, definitions, new=True)


def merge(
    stored: Mapping[str, Any],
    changes: Mapping[str, Any],
    definitions: Iterable[Definition],
    *,
    new: bool = False,
) -> dict[str, Any]:
    """What a record stores after a change: None clears, keys not named stay as they are.

    A required field cannot be cleared; when the record is `new`, it must be given.
    Raises InvalidArgument as `validate` does.
    """
    known = {definition.key: definition for definition in definitions}
    violations: list[Violation] = []
    merged = dict(stored)
    named = {**dict.fromkeys(required(known.values())), **changes} if new else changes
    for key, value in named.items():
        try:
            merged[key] = _checked(key, value, known)
        except ValueError as error:
            violations.append(Violation(f"{BAG}.{key[:60]}", str(error)))
    if violations:
        raise InvalidArgument.many(violations)
    return {key: value for key, value in merged.items() if value is not None}


def visible(stored: Mapping[str, Any], definitions: Iterable[Definition]) -> dict[str, Any]:
    """What is shown of a record's values: those whose definition still exists."""
    return {each.key: stored[each.key] for each in definitions if each.key in stored}


def required(definitions: Iterable[Definition]) -> list[str]:
    """The keys of the fields that must have a value."""
    return [definition.key for definition in definitions if definition.required]


def check_definition(definition: Definition) -> None:
    """Raises InvalidArgument when a definition makes no sense: its key or its options."""
    if not _KEY.fullmatch(definition.key):
        raise InvalidArgument.of(
            "key", "must be small letters, digits and _, beginning with a letter, at most 40"
        )
    offers = definition.type in (FieldType.CHOICE, FieldType.CHOICES)
    if offers and not definition.options:
        raise InvalidArgument.of("options", "a choice needs options")
    if not offers and definition.options:
        raise InvalidArgument.of("options", "only CHOICE and CHOICES have options")
    if len(set(definition.options)) < len(definition.options):
        raise InvalidArgument.of("options", "no option twice")
    if any(SEPARATOR in option or option != option.strip() for option in definition.options):
        raise InvalidArgument.of("options", "no ';' inside, no space at the ends")


def parse_text(definition: Definition, text: str) -> Any:
    """The value a cell of a CSV file stands for; None for a blank one.

    Numbers have a decimal point and no thousands separators; booleans are true, false, yes, no,
    1 or 0; dates are 2026-11-21; several choices are separated by ";". Letter case of choices is
    forgiven. Raises InvalidArgument naming custom_fields.<key>.
    """
    text = text.strip()
    try:
        value = _READERS.get(definition.type, _same)(definition, text) if text else None
        return _checked(definition.key, value, {definition.key: definition})
    except ValueError as error:
        raise InvalidArgument.of(f"{BAG}.{definition.key}", str(error)) from None


def _checked(key: str, value: Any, known: Mapping[str, Definition]) -> Any:
    """The value to store, None for none. Raises ValueError."""
    if key not in known:
        raise ValueError(f"is not defined; there are: {', '.join(known) or 'none'}")
    definition = known[key]
    value = None if value is None else _RULES[definition.type](definition, value)
    if value is None and definition.required:
        raise ValueError("is required")
    return value


def _check_text(_: Definition, value: Any) -> str | None:
    if not isinstance(value, str) or _NOT_TEXT.search(value):
        raise ValueError("must be text")
    if len(value.strip()) > MAX_TEXT:
        raise ValueError(f"must be at most {MAX_TEXT} characters")
    return value.strip() or None


def _check_number(_: Definition, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        raise ValueError(f"must lie between -{MAX_NUMBER} and {MAX_NUMBER}")
    return int(value) if value == int(value) else value


def _check_boolean(_: Definition, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _check_date(_: Definition, value: Any) -> str | None:
    if value == "":
        return None
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise ValueError("must be a date like 2026-11-21")


def _check_choice(definition: Definition, value: Any) -> str | None:
    if value == "":
        return None
    if not isinstance(value, str) or value not in definition.options:
        raise ValueError(f"must be one of: {', '.join(definition.options)}")
    return value


def _check_choices(definition: Definition, value: Any) -> list[str] | None:
    if not isinstance(value, list) or any(word not in definition.options for word in value):
        raise ValueError(f"must be a list of: {', '.join(definition.options)}")
    return list(dict.fromkeys(value)) or None


_RULES: Mapping[FieldType, Callable[[Definition, Any], Any]] = {
    FieldType.TEXT: _check_text,
    FieldType.NUMBER: _check_number,
    FieldType.BOOLEAN: _check_boolean,
    FieldType.DATE: _check_date,
    FieldType.CHOICE: _check_choice,
    FieldType.CHOICES: _check_choices,
}


def _read_number(_: Definition, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError("must be a number like 12.5, without thousands separators")
    return float(text)


def _read_boolean(_: Definition, text: str) -> bool:
    try:
        return _WORDS[text.lower()]
    except KeyError:
        raise ValueError("must be true or false") from None


def _read_choice(definition: Definition, text: str) -> str:
    alike = [option for option in definition.options if option.casefold() == text.casefold()]
    return alike[0] if len(alike) == 1 else text


def _read_choices(definition: Definition, text: str) -> list[str]:
    words = [word.strip() for word in text.split(SEPARATOR)]
    return [_read_choice(definition, word) for word in words if word]


def _same(_: Definition, text: str) -> str:
    return text


_READERS: Mapping[FieldType, Callable[[Definition, str], Any]] = {
    FieldType.NUMBER: _read_number,
    FieldType.BOOLEAN: _read_boolean,
    FieldType.CHOICE: _read_choice,
    FieldType.CHOICES: _read_choices,
}
