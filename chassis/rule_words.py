"""What protovalidate's rules ask for, in words for whoever sent the value.

The library's own sentences quote regular expressions and numbers of enums.
"""

from collections.abc import Callable
from typing import Any, cast

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.message import Message

_KEY = "must begin with a small letter and hold only small letters, digits and _, such as"
ID = "must be an id, such as 01937b5e-7c00-7000-8000-000000000001"
_TIME = "must be a time of day, such as 09:30"
_LANGUAGE = "must be a language tag, such as de or pt-BR"
_PERMISSION = "must be a permission, such as contacts.read, contacts.* or *"

#: A contract test sees to it that every pattern of the protos is here.
PATTERNS = {
    r"^[a-z][a-z0-9_]{0,39}$": f"{_KEY} shoe_size, 40 characters at most",
    r"^[a-z][a-z0-9_]{0,59}$": f"{_KEY} autumn_offer, 60 characters at most",
    r"^[a-z][a-z0-9_]*$": f"{_KEY} team_lead",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": _LANGUAGE,
    r"^[A-Z]{2}$": "must be a country's two capital letters (ISO 3166-1), such as DE",
    r"^[A-Z]{3}$": "must be a currency's three capital letters (ISO 4217), such as EUR",
    r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$": "must be a decimal number with a point, such as 1250.00: "
    "at most twelve digits before it and four after",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "must be a date, such as 2026-11-21",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": _TIME,
    r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$": _TIME,
    r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$": f"{_TIME}; the end of a day is 24:00",
    r"^$|^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$": ID,
    r"^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$": _PERMISSION,
}

#: What a rule's value and its field's enum (or None) are in words; "" for the library's sentence.
Wording = Callable[[Any, EnumDescriptor | None], str]


def said(violation: Any, message: Message) -> str:
    """The sentence of a violation of protovalidate's; its own where that is plain already."""
    wording = WORDINGS.get(violation.proto.rule_id)
    words = wording(violation.rule_value, _enum(violation, message)) if wording else ""
    return words or str(violation.proto.message)


def _enum(violation: Any, message: Message) -> EnumDescriptor | None:
    """The enum of the field that a violation is about, if it is one."""
    kind: Any = message.DESCRIPTOR
    field: Any = None
    for element in violation.proto.field.elements:
        field = kind.fields_by_name[element.field_name]
        kind = field.message_type
    return cast(EnumDescriptor | None, field.enum_type if field else None)


def _choice(listed: Any, enum: EnumDescriptor | None) -> str:
    """The names to choose from: those the rule lists, never the one that stands for nothing."""
    return _names(enum, lambda number: number in listed)


def _choice_but(refused: Any, enum: EnumDescriptor | None) -> str:
    """The names to choose from: all but those the rule lists, if it lists any."""
    beside = refused if isinstance(refused, list) else ()
    return _names(enum, lambda number: number not in beside)


def _names(enum: EnumDescriptor | None, wanted: Callable[[int], bool]) -> str:
    values = enum.values if enum else ()
    names = [value.name for value in values if value.number and wanted(value.number)]
    return f"must be one of {', '.join(names)}" if names else ""


WORDINGS: dict[str, Wording] = {
    "string.pattern": lambda rule, _: PATTERNS.get(rule, ""),
    "string.uuid": lambda *_: ID,
    "string.uuid_empty": lambda *_: ID,
    "string.in": lambda rule, _: f"must be one of {', '.join(rule)}",
    "string.min_len": lambda rule, _: "must not be empty" if rule == 1 else "",
    "repeated.max_items": lambda rule, _: f"must have at most {rule} items",
    "repeated.min_items": lambda rule, _: "must not be empty" if rule == 1 else "",
    "repeated.unique": lambda *_: "must not name anything twice",
    "enum.defined_only": _choice_but,
    "enum.not_in": _choice_but,
    "enum.in": _choice,
}
